/**
 * What can be done with a message: react, edit, delete; with the mouse and with keys.
 */
import { copyCode } from "./copying.js";
import { Editing } from "./editing.js";
import { LongPress } from "../dom/long_press.js";
import { mayDelete } from "../core/permissions.js";
import { onMenu } from "../dom/gestures.js";
import { RowStops } from "./row_stops.js";
import { say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";
import { unfold } from "./message_row.js";

export class MessageActions {
  editing;
  #chat;
  #here;
  #hold;
  #reveal;
  #marking;
  #failed;
  #finished;
  #palette;
  #keeping;
  #replying;
  #profiles;
  #sheet;
  #conversation = null;

  /**
   * `here.current` is the conversation; `row(seq)` is a message's row, `hold(row,
   * change)` changes it where it stands, `reveal(row)` shows words of somebody blocked;
   * `edits` are kept there; the `palette` and the `sheet` of all acts are one for all
   * panes; `failed(refusal)` and `finished()` are called; `keeping`, `marking` and
   * `replying` know what else can be done.
   */
  constructor({ chat, here, timeline, list, row, hold, reveal, ...parts }) {
    const { edits, palette, sheet, profiles, failed, finished } = parts;
    const { keeping, marking, replying } = parts;
    this.#keeping = keeping;
    this.#replying = replying;
    this.#marking = marking;
    this.#profiles = profiles;
    [this.#chat, this.#here, this.#sheet] = [chat, here, sheet];
    this.#hold = hold;
    this.#reveal = reveal;
    this.#failed = failed;
    this.#finished = finished;
    this.#palette = palette;
    this.editing = new Editing({ chat, here, row, edits, failed, finished });
    list.addEventListener("click", (event) => this.#click(event));
    for (const type of ["pointerover", "focusin"]) list.addEventListener(type, equip);
    list.addEventListener("keydown", (event) => this.#key(event));
    new LongPress(list, ".reaction, .message", (held) => this.#held(held));
    onMenu(list, ".reaction", (chip) => this.#held(chip), { byTouch: false });
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
    delete: (row) => this.#delete(row),
    undo: (row) => this.#undo(row),
    reply: (row) => this.#replying.reply(this.#message(row)),
    offer: (row) => this.#offer(row),
    versions: (row) => this.#keeping.versions(this.#message(row)),
    vote: (row, { dataset }) =>
      this.#keeping.polling.vote(this.#message(row), Number(dataset.option)),
    voters: (row) => this.#keeping.polling.voters(this.#message(row)),
    copy: (_, button) => copyCode(button),
    person: (row, button) => {
      const { from, author } = this.#message(row);
      this.#profiles.openAt(button, from, author);
    },
    readers: (row) => this.#marking.readers(this.#message(row)),
    reveal: (row) => this.#hold(row, () => this.#reveal(row)),
    unfold: (row) => this.#hold(row, () => unfold(row)),
    retry: (row) => this.#chat.postman.retry(row.dataset.id),
    remove: (row) => this.#chat.postman.remove(row.dataset.id),
  };

  async #react(row, emoji, on) {
    try {
      await this.#chat.commands.react(
        this.#here.current,
        this.#message(row),
        emoji,
        on,
      );
    } catch (refusal) {
      this.#failed(refusal);
    }
  }

  #delete(row) {
    this.#chat.kept.deletions.begin(this.#here.current, this.#message(row));
  }

  #undo(row) {
    row.focus();
    this.#chat.kept.deletions.undo(this.#here.current, this.#message(row));
  }

  #message(row) {
    return this.#here.current.messages?.get(Number(row.dataset.seq));
  }

  /** Show all that can be done with a message. */
  #offer(row) {
    const message = this.#message(row);
    const offering = [this.#replying, this.#marking, this.#keeping];
    const entries = message ? offering.flatMap((each) => each.entries(message)) : [];
    if (message && mayDelete(message, this.#here.current, this.#chat.you))
      entries.push([say("Delete for everybody"), () => this.#delete(row)]);
    this.#sheet.open(row, message?.body, entries);
  }

  /** A finger stays on a message, or on a reaction to it. */
  #held(held) {
    if (!held.matches(".reaction")) return this.#offer(held);
    const message = this.#message(held.closest(".message"));
    this.#keeping.reactions(message, held.dataset.emoji);
  }

  #key(event) {
    const { key, code, altKey, shiftKey, target } = event;
    if (isSave(event) && target.matches(".message[data-seq]")) {
      event.preventDefault();
      return this.#keeping.save(this.#message(target));
    }
    const isForMenu = key === "ContextMenu" || (key === "F10" && shiftKey);
    const isUnread = altKey && code === "KeyU";
    if (!target.matches(".message") || !(isForMenu || isUnread || key === "Enter"))
      return;
    event.preventDefault();
    if (isUnread) this.#marking.markUnread(this.#message(target));
    else this.#offer(target);
  }
}

function isSave({ ctrlKey, metaKey, altKey, shiftKey, key }) {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "s";
}

/** A toolbar in each row would be a third of the page. */
function equip({ target }) {
  const row = target.closest(".message");
  if (!row || row.querySelector(".toolbar")) return;
  row.classList.add("is-equipped");
  row.append(stamp("toolbar"));
}
