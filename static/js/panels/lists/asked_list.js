/** A part of a panel with a list of rows that the server is asked for, page by page. */
import { follow } from "../../dom/follow.js";
import { onRowArrows } from "../../dom/arrows.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

export class AskedList {
  root;
  #all = [];
  #asked = new AbortController();
  #its;

  /**
   * `row` names their template; `ask(last, signal)` promises `{ all, more }` after the
   * last one that is here; `keyOf(each)` tells one from the others, `fill(row, each)`
   * writes it, `act(name, each, row)` does what a button of it is for. `none`: what
   * stands there without any.
   */
  constructor(root, { refuse, ...its }) {
    [this.root, this.#its] = [root, { refuse, ...its }];
    const list = root.querySelector("ul");
    onRowArrows(list, "li");
    list.addEventListener("click", ({ target }) => this.#click(target));
    this.#more.addEventListener("click", () => this.#ask(this.#all.at(-1)));
  }

  /** Ask for the first page. */
  async show() {
    this.#its.refuse("");
    this.#say(this.#all.length ? "" : say("One moment…"));
    await this.#ask();
  }

  /** Something is different: what is shown is asked for anew. */
  follow() {
    return this.#ask();
  }

  async #ask(last) {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    try {
      const { all, more } = await this.#its.ask(last, signal);
      if (signal.aborted) return;
      this.#all = last ? [...this.#all, ...all] : all;
      this.#write();
      this.#more.hidden = !more;
    } catch (refusal) {
      if (!signal.aborted) this.#say(refusal.message);
    }
  }

  #write() {
    const { row: name, keyOf, fill, none } = this.#its;
    const list = this.root.querySelector("ul");
    const hadFocus = list.contains(document.activeElement);
    follow(list, this.#all, {
      keyOf,
      rowKey: (row) => row.dataset.key,
      make: () => stamp(name),
      fill: (row, each) => {
        row.dataset.key = keyOf(each);
        fill(row, each);
      },
    });
    this.#say(this.#all.length ? "" : none);
    // The row that one was at is gone: the next one, or what says that there is none.
    if (hadFocus && !list.contains(document.activeElement))
      (list.querySelector("button:not([hidden])") ?? this.root).focus();
  }

  async #click(target) {
    const button = target.closest("button[data-act]");
    const row = button?.closest("li");
    const one = row && this.#all.find((each) => String(this.#its.keyOf(each)) === row.dataset.key);
    if (!one) return;
    this.#its.refuse("");
    try {
      await this.#its.act(button.dataset.act, one, button);
    } catch (refusal) {
      this.#its.refuse(refusal.message);
    }
  }

  #say(text) {
    this.root.querySelector(".found-empty").textContent = text;
    this.root.querySelector(".found-empty").hidden = !text;
  }

  get #more() {
    return this.root.querySelector(".found-more");
  }
}
