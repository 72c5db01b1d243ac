/**
 * What can be done with a message: react, edit, delete; with the mouse and with keys.
 */
import { ActionsDialog } from "../dialogs/actions_dialog.js";
import { Editing } from "./editing.js";
import { FormDialog } from "../dialogs/form_dialog.js";
import { LongPress } from "../dom/long_press.js";
import { RowStops } from "./row_stops.js";
import { stamp } from "../dom/stamp.js";
import { unfold } from "./message_row.js";

export class MessageActions {
  editing;
  #chat;
  #hold;
  #reveal;
  #failed;
  #finished;
  #palette;
  #personMenu;
  #deleting;
  #sheet = new ActionsDialog(document.getElementById("actions-dialog"));
  #conversation = null;

  /**
   * `row(seq)` is a message's row, `hold(row, change)` changes it where it stands,
   * `reveal(row)` shows words of somebody blocked; `edits` are kept there;
   * `failed(refusal)` and `finished()` are called.
   */
  constructor({ chat, timeline, list, row, hold, reveal, ...parts }) {
    const { edits, palette, personMenu, failed, finished } = parts;
    this.#personMenu = personMenu;
    this.#chat = chat;
    this.#hold = hold;
    this.#reveal = reveal;
    this.#failed = failed;
    this.#finished = finished;
    this.#palette = palette;
    this.#deleting = new FormDialog(document.getElementById("delete-dialog"));
    this.editing = new Editing({ chat, row, edits, failed, finished });
    list.addEventListener("click", (event) => this.#click(event));
    for (const type of ["pointerover", "focusin"]) list.addEventListener(type, equip);
    list.addEventListener("keydown", (event) => this.#key(event));
    new LongPress(list, ".message", (row) => this.#offer(row));
    new RowStops(timeline, list);
  }

  /** Another conversation is shown, or the same one anew. */
  turnTo(conversation) {
    if (conversation !== this.#conversation) this.#palette.close();
    this.#conversation = conversation;
  }

  #click(event) {
    const button = event.target.closest("[data-action]");
    const row = button?.closest(".message");
    if (row) this.#actions[button.dataset.action]?.(row, button);
  }

  #actions = {
    react: (row, button) =>
      this.#palette.open(button, row, (emoji) => this.#react(row, emoji, true)),
    toggle: (row, chip) =>
      this.#react(row, chip.dataset.emoji, chip.ariaPressed !== "true"),
    edit: (row) => this.editing.edit(this.#message(row)),
    delete: (row) => this.#delete(this.#message(row)),
    person: (row, button) => {
      const { from, author } = this.#message(row);
      this.#personMenu.openAt(button, from, author);
    },
    reveal: (row) => this.#hold(row, () => this.#reveal(row)),
    unfold: (row) => this.#hold(row, () => unfold(row)),
    retry: (row) => this.#chat.postman.retry(row.dataset.id),
    remove: (row) => this.#chat.postman.remove(row.dataset.id),
  };

  async #react(row, emoji, on) {
    try {
      await this.#chat.commands.react(
        this.#chat.current,
        this.#message(row),
        emoji,
        on,
      );
    } catch (refusal) {
      this.#failed(refusal);
    }
  }

  #delete(message) {
    const { commands, current } = this.#chat;
    document.getElementById("delete-quote").textContent = message.body;
    this.#deleting.open({}, async (_, signal) => {
      await commands.delete(current, message, signal);
      this.#finished();
    });
  }

  #message(row) {
    return this.#chat.current.messages?.get(Number(row.dataset.seq));
  }

  /** Show all that can be done with a message. */
  #offer(row) {
    this.#sheet.open(row, this.#message(row)?.body);
  }

  #key(event) {
    const { key, shiftKey, target } = event;
    const isForMenu = key === "ContextMenu" || (key === "F10" && shiftKey);
    if (!target.matches(".message") || !(isForMenu || key === "Enter")) return;
    event.preventDefault();
    this.#offer(target);
  }
}

/** A toolbar in each row would be a third of the page. */
function equip({ target }) {
  const row = target.closest(".message");
  if (row && !row.querySelector(".toolbar")) row.append(stamp("toolbar"));
}
