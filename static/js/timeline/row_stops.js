/**
 * In the messages: arrows go from one to the next. Tab, or an arrow along the line, goes
 * from a message on to what can be done with it; each group there is one stop.
 */
import { isShown } from "../dom/shown.js";
import { lastMessage } from "./groups.js";
import { onRowArrows } from "../dom/arrows.js";
import { Roving } from "../dom/roving.js";
import { say } from "../words/words.js";

const ROW = ".message";
const INNER = [
  ".author",
  ".quote",
  ".body :is(a, button)",
  ".files [tabindex]",
  ".poll button",
  ".reaction",
  ":is(.unfold, .reveal, .versions, .undo)",
  ".post-note button",
].join();
const GROUPS = [
  ".quote",
  ".body a",
  ".body button",
  ":is(.unfold, .reveal, .versions, .undo)",
  ".files [tabindex]",
  ".poll-option",
  ".poll-foot button",
  ".reaction",
  ".post-note button",
  ".toolbar button",
];

export class RowStops {
  #row = null;

  /** `timeline` has the focus where there is no message. */
  constructor(timeline, list) {
    const last = () => lastMessage(list) ?? null;
    new Roving(list, ROW, { inner: INNER, first: last, empty: timeline });
    onRowArrows(list, ROW);
    timeline.addEventListener("keydown", (event) => {
      const leads = ["ArrowUp", "ArrowDown"].includes(event.key);
      if (!leads || event.target !== timeline || !last()) return;
      event.preventDefault();
      last().focus();
    });
    list.addEventListener("focusin", ({ target }) => this.#enter(target));
    list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.#row?.contains(relatedTarget)) this.#leave();
    });
  }

  #enter(target) {
    const row = target.closest(ROW);
    if (!row) return;
    this.#leave();
    this.#row = row;
    row.ariaLabel = spoken(row);
    for (const group of GROUPS) {
      const parts = [...row.querySelectorAll(group)].filter(isShown);
      const stop = parts.includes(target) ? target : parts[0];
      for (const part of parts) part.tabIndex = part === stop ? 0 : -1;
    }
  }

  #leave() {
    if (!this.#row) return;
    this.#row.ariaLabel = null;
    for (const part of this.#row.querySelectorAll(GROUPS.join())) part.tabIndex = -1;
    this.#row = null;
  }
}

/** What a message says as a whole; else its row would have no name. */
function spoken(row) {
  const parts = [".author", ".message-time", ".quote", ".body", ".files", ".poll", ".deleted-text", ".reveal"];
  const shown = parts.map((part) => row.querySelector(part)).filter(isShown);
  return shown.map((part) => part.innerText.trim()).join(say(", "));
}
