/**
 * A dialog with a list of messages: they are asked for page by page, and each is a way to
 * where it was said.
 */
import { permalinkOf } from "../../browser/routes.js";
import { onBeside, plainClickOn } from "../../dom/gestures.js";
import { Rows } from "./rows.js";
import { say } from "../../words/words.js";

const BESIDE = { isBeside: true };
const HIDDEN = say("A message of somebody you blocked");

export class FoundList {
  #found = [];
  #next = undefined;
  #isMore = false;
  #asked = new AbortController();
  #dialog;
  #parts;
  #its;
  #rows;

  /**
   * `ask(next, signal)` promises a page: what is `found`, whether there is `more`, and
   * what is `next` to be asked with. `tell(each)` is what a row says otherwise than the
   * message does: `where` it was said, the `place` it leads to, if to any. `dress(row,
   * said)` does what else is to a row of the template `row`, and `wrote(count, more)`
   * hears of it; while nothing is known, the count is null.
   */
  constructor(dialog, { chat, times, open, hasRoom }, { row = "found-row", ...its }) {
    this.#dialog = dialog;
    this.#parts = { chat, times, open };
    this.#its = its;
    dialog.addEventListener("close", () => this.#asked.abort());
    this.#rows = new Rows(dialog, {
      ...{ row, stop: "a" },
      keyOf: ({ conversation, seq }) => `${conversation}/${seq}`,
      fill: (each, found) => this.#fill(each, found),
    });
    const { list } = this.#rows;
    list.addEventListener("click", (event) => this.#click(event));
    onBeside(list, "a[href]", { hasRoom, open: (link) => this.#open(link, BESIDE) });
    this.#part("button.found-more")?.addEventListener("click", () => this.#fetch());
  }

  /** Show it, with what is `known` until the first page is there. */
  async show(known = []) {
    this.#found = known;
    this.#isMore = false;
    this.#write(true);
    this.#dialog.showModal();
    await this.begin();
    if (!this.#dialog.open) return;
    (this.#part("[aria-current]") ?? this.#part(".found-list a[href]"))?.focus();
  }

  /** Ask anew; what is shown stays until there is an answer. */
  begin() {
    this.#next = undefined;
    return this.#fetch();
  }

  has(conversation, seq) {
    return this.#found.some((each) => isAt(each, conversation, seq));
  }

  /** It is one of them no more. */
  drop(conversation, seq) {
    this.#found = this.#found.filter((each) => !isAt(each, conversation, seq));
    this.#write();
  }

  /** Say what went wrong. */
  refuse(text) {
    this.#rows.refuse(text);
  }

  async #fetch() {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    try {
      const { found, more, next } = await this.#its.ask(this.#next, signal);
      if (signal.aborted) return; // something else is wanted meanwhile
      const before = this.#next === undefined ? [] : this.#found;
      this.#found = [...before, ...found];
      [this.#next, this.#isMore] = [next, more];
      // Of a page all may be gone by now, and there are others.
      if (!this.#found.length && more) await this.#fetch();
      else this.#write();
    } catch (refusal) {
      if (signal.aborted) return;
      if (this.#next === undefined) [this.#found, this.#isMore] = [[], false];
      this.#write(true);
      this.refuse(refusal.message);
    }
  }

  #write(isWaiting = false) {
    this.#rows.write(this.#found, isWaiting);
    const { length } = this.#found;
    this.refuse("");
    this.#part(".found-more").hidden = !this.#isMore;
    this.#its.wrote?.(isWaiting ? null : length, this.#isMore);
  }

  #fill(row, each) {
    const said = { from: "", where: "", ...each, ...this.#its.tell(each) };
    const { chat, times } = this.#parts;
    if (chat.blocks.has(said.author)) Object.assign(said, { from: "", body: HIDDEN });
    const { seq, place, at } = said;
    row.classList.toggle("gone", !place);
    const part = (selector) => row.querySelector(selector);
    const link = part("a");
    if (place) {
      link.href = permalinkOf(place, seq);
      Object.assign(link.dataset, { place: place.name, seq });
    } else link.removeAttribute("href");
    part(".found-author").textContent = said.from;
    part(".found-where").textContent = said.where;
    const time = part("time");
    time.dateTime = at;
    time.textContent = times.since(at, Date.now());
    time.title = times.full(at);
    part(".found-text").replaceChildren(...[said.body].flat());
    this.#its.dress?.(row, said);
  }

  #click(event) {
    const link = plainClickOn(event, "a[href]");
    if (!link) return;
    event.preventDefault();
    this.#open(link);
  }

  #open({ dataset }, how) {
    this.#dialog.close();
    this.#parts.open(dataset.place, Number(dataset.seq), how);
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}

function isAt(each, conversation, seq) {
  return each.conversation === conversation && each.seq === seq;
}
