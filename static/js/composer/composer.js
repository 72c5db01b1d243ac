/**
 * Where messages are written. It is never disabled, and loses nothing: where nothing may
 * be said, what is written stays, and commands are done.
 */
import { joined } from "../browser/drafts.js";
import { fitHeight, isSend } from "../dom/growing.js";
import { characters, countText, isBlank } from "../dom/text.js";
import { spoken } from "../core/writing/said.js";

export class Composer {
  #name = null;
  #form;
  #area;
  #count;
  #drafts;
  #limit;
  #reply;
  #post;
  #obeys;
  #typing;
  #editLast;
  #closed;

  /**
   * `reply` is the bar above it; `post(said)`, `typing()` and `editLast()` are
   * called; `limit()` is in characters. `obeys(text, taken)`: whether a text asks for
   * something to be done, and is not said. `closed()`: why nothing may be said here.
   */
  constructor({ form, count, drafts, limit, reply, post, obeys, ...told }) {
    const { typing, editLast, closed } = told;
    this.#form = form;
    this.#area = form.querySelector("textarea");
    this.#count = count;
    this.#drafts = drafts;
    this.#limit = limit;
    this.#reply = reply;
    this.#post = post;
    this.#obeys = obeys;
    this.#typing = typing;
    this.#editLast = editLast;
    this.#closed = closed;
    form.addEventListener("submit", (event) => this.#submit(event));
    // Whoever sends by the button goes on writing, and a phone's keyboard stays.
    form.querySelector("[type=submit]").addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    this.#area.addEventListener("keydown", (event) => this.#key(event));
    this.#area.addEventListener("input", () => this.#typed());
  }

  /** Turn to a conversation, with what was begun in it. */
  open(name) {
    if (name === this.#name) return;
    this.keepDraft();
    // Before the modules came, somebody may have begun to type.
    const early = this.#name === null ? this.#area.value : "";
    this.#name = name;
    this.#area.value = joined([this.#drafts.get(name), early]);
    const place = early ? null : this.#drafts.place(name);
    if (place) this.#area.setSelectionRange(...place);
    this.#show();
  }

  /**
   * What is written, and what it answers; null where it cannot be said. `done()`: it is
   * said in another way, and need not stay here.
   */
  get written() {
    const [text, name] = [this.#area.value, this.#name];
    if (isBlank(text) || this.#isOver) return null;
    return { text, reply: this.#reply.reply, done: () => this.#done(name, text) };
  }

  /** Have what is written here now read otherwise, unless there is more by then. */
  get reworder() {
    const [text, name] = [this.#area.value, this.#name];
    return (words) => {
      if (name === this.#name) this.#take(text);
      this.giveBack(name, words);
    };
  }

  /** What was begun in a place was not done: it is there again, unless there is more. */
  giveBack(name, text) {
    if (name !== this.#name) {
      if (!this.#drafts.get(name)) this.#drafts.keep(name, text);
    } else if (!this.#area.value) {
      this.#area.value = text;
      this.#typed();
    }
  }

  /** Show what another tab may have typed, or sent. */
  follow() {
    if (this.#name === null) return;
    this.#reply.follow();
    const text = this.#drafts.follow(this.#name, this.#area.value);
    if (text === this.#area.value) return;
    this.#area.value = text;
    this.#show();
  }

  /** A conversation is called otherwise: what was begun in it goes along. */
  rename(former, name) {
    if (this.#name === former) this.#name = name;
    this.#drafts.rename(former, name);
    this.follow(); // another tab was there before
  }

  keepDraft() {
    this.follow();
    if (this.#name === null || !this.#area.value) return;
    this.#drafts.keep(this.#name, this.#area.value);
    const { selectionStart, selectionEnd } = this.#area;
    this.#drafts.keepPlace(this.#name, [selectionStart, selectionEnd]);
  }

  focus() {
    this.#area.focus();
  }

  #typed() {
    this.#drafts.keep(this.#name, this.#area.value);
    this.#show();
    if (spoken(this.#area.value)?.body.trim()) this.#typing();
  }

  #key(event) {
    if (isSend(event)) this.#submit(event);
    else if (this.#isAboutReply(event)) event.preventDefault();
    else if (event.key === "ArrowUp" && this.#area.value === "" && this.#editLast()) {
      event.preventDefault();
    }
  }

  /** Escape answers nothing; Ctrl and an arrow choose what is answered. */
  #isAboutReply({ key, ctrlKey, metaKey, isComposing }) {
    if (isComposing) return false;
    if (key === "Escape") return this.#reply.drop();
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    return step !== undefined && (ctrlKey || metaKey) && this.#reply.move(step);
  }

  #submit(event) {
    event.preventDefault();
    const body = this.#area.value;
    if (isBlank(body) || this.#isOver) return;
    const take = () => this.#take(body);
    if (this.#obeys(body, take) || this.#closed()) return;
    take();
    this.#post({ ...spoken(body), reply: this.#reply.take() });
  }

  #done(name, text) {
    if (name !== this.#name) {
      if (this.#drafts.get(name) === text) this.#drafts.keep(name, "");
      return;
    }
    this.#take(text);
    this.#reply.drop();
  }

  #take(body) {
    if (this.#area.value !== body) return;
    this.#area.value = "";
    this.#drafts.keep(this.#name, "");
    this.#show();
  }

  get #isOver() {
    return characters(this.#area.value) > this.#limit();
  }

  #show() {
    const text = this.#area.value;
    this.#form.classList.toggle("is-empty", isBlank(text));
    this.#form.classList.toggle("is-over", this.#isOver);
    this.#count.textContent = countText(text, this.#limit());
    fitHeight(this.#area);
  }
}
