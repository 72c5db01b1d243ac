/** Where messages are written. It is never disabled, and loses nothing. */
import { joined } from "../browser/drafts.js";
import { fitHeight, isPlainEnter } from "./growing.js";
import { characters, countText, isBlank } from "../dom/text.js";

export class Composer {
  #name = null;
  #form;
  #area;
  #count;
  #drafts;
  #limit;
  #post;
  #typing;
  #editLast;

  /**
   * `post(body)`, `typing()` and `editLast()` are called; `limit()` is in characters.
   */
  constructor({ form, count, drafts, limit, post, typing, editLast }) {
    this.#form = form;
    this.#area = form.querySelector("textarea");
    this.#count = count;
    this.#drafts = drafts;
    this.#limit = limit;
    this.#post = post;
    this.#typing = typing;
    this.#editLast = editLast;
    form.addEventListener("submit", (event) => this.#submit(event));
    // Whoever sends by the button goes on writing, and a phone's keyboard stays.
    form.querySelector("button").addEventListener("mousedown", (event) => {
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
    this.#show();
  }

  /** Show what another tab may have typed, or sent. */
  follow() {
    if (this.#name === null) return;
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
    if (this.#name !== null && this.#area.value)
      this.#drafts.keep(this.#name, this.#area.value);
  }

  focus() {
    this.#area.focus();
  }

  #typed() {
    this.#drafts.keep(this.#name, this.#area.value);
    this.#show();
    if (this.#area.value.trim()) this.#typing();
  }

  #key(event) {
    if (isPlainEnter(event)) this.#submit(event);
    else if (event.key === "ArrowUp" && this.#area.value === "" && this.#editLast()) {
      event.preventDefault();
    }
  }

  #submit(event) {
    event.preventDefault();
    const body = this.#area.value;
    if (isBlank(body) || this.#isOver) return;
    this.#area.value = "";
    this.#drafts.keep(this.#name, "");
    this.#show();
    this.#post(body);
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
