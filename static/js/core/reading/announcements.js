/**
 * What is read out to those who cannot see the messages: at most one thing in a while,
 * and what has come meanwhile summed up.
 */
import { apart, sayCount } from "../../words/words.js";

const PAUSE_MS = 1_000;
const MOST_NAMES = 3;
const MOST_CHARACTERS = 400;

export class Announcements {
  #waiting = [];
  #isPausing = false;
  #clock;
  #tell;

  /** `tell(text)` has it read out. */
  constructor({ clock, tell }) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** A message has come; `isHere`: it was written in the open conversation. */
  hear({ isRoom, level = "all" }, { from, body, action }, isHere) {
    if (!isHere && (isRoom || level === "nothing")) return;
    const said = isHere ? spoken(from, body, action) : null;
    this.#waiting.push({ from, said });
    if (!this.#isPausing) this.#speak();
  }

  /** Nobody listens any more: what waits is not said, neither now nor later. */
  hush() {
    this.#waiting = [];
  }

  #speak() {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#isPausing = waiting.length > 0;
    if (!this.#isPausing) return;
    this.#clock.after(PAUSE_MS, () => this.#speak());
    this.#tell(summed(waiting));
  }
}

/** "ada: hello", or "12 new messages from ada and bob" */
function summed(heard) {
  const here = heard.filter(({ said }) => said !== null);
  const elsewhere = heard.filter(({ said }) => said === null);
  const told = [];
  if (here.length === 1) told.push(here[0].said);
  if (here.length > 1) told.push(sumOf(here));
  if (elsewhere.length) told.push(privateOf(namesOf(elsewhere)));
  return told.join(". ");
}

function sumOf(heard) {
  return sayCount(
    heard.length,
    "{count} new message from {names}",
    "{count} new messages from {names}",
    { names: namesOf(heard) },
  );
}

function privateOf(names) {
  return sayCount(
    names.length,
    "{names} wrote to you in private",
    "{names} wrote to you in private",
    { names },
  );
}

/** At the end, how many more there are; see `list`. */
function namesOf(heard) {
  const names = [...new Set(heard.map(({ from }) => from))];
  if (names.length <= MOST_NAMES) return names;
  return [...names.slice(0, MOST_NAMES - 1), names.length - MOST_NAMES + 1];
}

function spoken(from, body, isAction) {
  const whole = [...body];
  const cut = whole.slice(0, MOST_CHARACTERS).join("");
  const text = whole.length > MOST_CHARACTERS ? `${cut}…` : body;
  return `${apart(from)}${isAction ? "" : ":"} ${apart(text)}`;
}
