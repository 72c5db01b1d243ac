/**
 * What can be done with a message: react, edit, delete; with the mouse and with keys.
 */
import { Editor } from "./editor.js";
import { FormDialog } from "../dialogs/form_dialog.js";
import { unfold } from "./message_row.js";

export class MessageActions {
  #chat;
  #list;
  #row;
  #reveal;
  #failed;
  #finished;
  #palette;
  #personMenu;
  #deleting;
  #editor;
  #conversation = null;

  /**
   * `row(seq)` is a message's row, `reveal(row)` shows what is folded;
   * `failed(refusal)` and `finished()` are called.
   */
  constructor({ chat, timeline, list, row, reveal, ...parts }) {
    const { palette, personMenu, failed, finished } = parts;
    this.#personMenu = personMenu;
    this.#chat = chat;
    this.#list = list;
    this.#row = row;
    this.#reveal = reveal;
    this.#failed = failed;
    this.#finished = finished;
    this.#palette = palette;
    this.#deleting = new FormDialog(document.getElementById("delete-dialog"));
    this.#editor = new Editor({ limit: () => chat.limits.body, closed: finished });
    list.addEventListener("click", (event) => this.#click(event));
    timeline.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Another conversation is shown, or the same one anew. */
  turnTo(conversation) {
    if (conversation !== this.#conversation) {
      this.#editor.close();
      this.#palette.close();
    }
    this.#conversation = conversation;
  }

  /** Edit one's own last message; returns whether there is one. */
  editLast() {
    const { messages } = this.#chat.current;
    const last = messages?.lastOf(this.#chat.you.id);
    if (last) this.#edit(this.#row(last.seq), last);
    return last !== undefined;
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
    edit: (row) => this.#edit(row, this.#message(row)),
    delete: (row) => this.#delete(this.#message(row)),
    person: (row, button) => {
      const { from, author } = this.#message(row);
      this.#personMenu.openAt(button, from, author);
    },
    reveal: (row) => this.#reveal(row),
    unfold: (row) => unfold(row),
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

  #edit(row, message) {
    const { commands, current } = this.#chat;
    this.#editor.open(row, message.body, (body) =>
      commands.edit(current, message, body),
    );
    row.scrollIntoView({ block: "nearest" });
  }

  #delete(message) {
    const { commands, current } = this.#chat;
    document.getElementById("delete-quote").textContent = message.body;
    this.#deleting.open({}, async () => {
      await commands.delete(current, message);
      this.#finished();
    });
  }

  #message(row) {
    return this.#chat.current.messages.get(Number(row.dataset.seq));
  }

  /**
   * Up and down go from message to message; Tab goes on to what can be done with one.
   */
  #key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const rows = [...this.#list.querySelectorAll(".message")];
    const at = rows.indexOf(event.target.closest(".message"));
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    event.preventDefault();
    next?.focus();
  }
}
