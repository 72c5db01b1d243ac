/**
 * What can be done with a message: react, edit, delete; with the mouse and with keys.
 */
import { Editing } from "./editing.js";
import { LongPress } from "../dom/long_press.js";
import { keyOf, onMenu } from "../dom/gestures.js";
import { Polling } from "./polling.js";
import { RowStops } from "./row_stops.js";
import { stamp } from "../dom/stamp.js";
import { unfold } from "./message_row.js";

export class MessageActions {
  editing;
  #chat;
  #here;
  #hold;
  #reveal;
  #failed;
  #finished;
  #palette;
  #parts;
  #polling;
  #replying;
  #profiles;
  #rare = null;
  #ways;
  #conversation = null;

  /**
   * `here.current` is the conversation; `row(seq)` is a message's row, `hold(row,
   * change)` changes it where it stands, `reveal(row)` shows words of somebody blocked;
   * `edits` are kept there; the `palette` is one for all panes; `failed(refusal)` and
   * `finished()` are called; `replying` answers a message, `ways` lead to what is rarely
   * done, and `tell(text)` shows a notice.
   */
  constructor({ chat, here, timeline, list, row, hold, reveal, ...parts }) {
    const { edits, palette, profiles, replying, ways, tell, failed, finished } = parts;
    [this.#chat, this.#here, this.#ways] = [chat, here, ways];
    this.#polling = new Polling({ chat, here, tell });
    this.#parts = { chat, here, ways, tell };
    this.#replying = replying;
    this.#profiles = profiles;
    this.#hold = hold;
    this.#reveal = reveal;
    this.#failed = failed;
    this.#finished = finished;
    this.#palette = palette;
    this.editing = new Editing({ chat, here, row, form: ways.editor, edits, failed, finished });
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
    if (!row) return;
    const { action } = button.dataset;
    if (action in this.#actions) this.#actions[action](row, button);
    else this.#rarely(row, (acts, its) => acts[action]?.(its, button));
  }

  // What else there is to press, MessageActs does.
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
    vote: (row, { dataset }) =>
      this.#polling.vote(this.#message(row), Number(dataset.option)),
    person: (row, button) => {
      const { from, author } = this.#message(row);
      this.#profiles.openAt(button, from, author);
    },
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

  /** What is rarely done with a row's message: it is fetched first. */
  #rarely(row, act) {
    const message = this.#message(row);
    this.#ways.messageActs((MessageActs) => {
      this.#rare ??= new MessageActs(this.#parts);
      act(this.#rare, message);
    });
  }

  /** Show all that can be done with a message. */
  #offer(row) {
    const remove = () => this.#delete(row);
    this.#rarely(row, (acts, message) => acts.offer(row, message, remove));
  }

  /** A finger stays on a message, or on a reaction to it. */
  #held(held) {
    const { emoji } = held.dataset;
    if (!held.matches(".reaction")) return this.#offer(held);
    const row = held.closest(".message");
    this.#rarely(row, ({ keeping }, message) => keeping.reactions(message, emoji));
  }

  #key(event) {
    const { key, code, altKey, shiftKey, target } = event;
    if (isSave(event) && target.matches(".message[data-seq]")) {
      event.preventDefault();
      return this.#rarely(target, ({ keeping }, message) => keeping.save(message));
    }
    const isForMenu = key === "ContextMenu" || (key === "F10" && shiftKey);
    const isUnread = altKey && code === "KeyU";
    if (!target.matches(".message") || !(isForMenu || isUnread || key === "Enter"))
      return;
    event.preventDefault();
    if (isUnread) this.#rarely(target, ({ marking }, its) => marking.markUnread(its));
    else this.#offer(target);
  }
}

function isSave(event) {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  return (ctrlKey || metaKey) && !altKey && !shiftKey && keyOf(event) === "s";
}

/** A toolbar in each row would be a third of the page. */
function equip({ target }) {
  const row = target.closest(".message");
  if (!row || row.querySelector(".toolbar")) return;
  row.classList.add("is-equipped");
  row.append(stamp("toolbar"));
}
