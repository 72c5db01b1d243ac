/** Who is typing where, as far as was heard within `SHOWN_MS`. */
import { sayCount } from "../../words/words.js";

const SHOWN_MS = 5_000;
const TELL_MS = 3_000;

export class Typists {
  #until = new Map();

  heard(conversation, name, now) {
    const end = now + SHOWN_MS;
    this.#until.set(key(conversation, name), { conversation, name, end });
  }

  /** What they were typing has arrived. */
  stopped(conversation, name) {
    this.#until.delete(key(conversation, name));
  }

  names(conversation, now) {
    const all = [...this.#until.values()].filter((each) => each.end > now);
    return all.filter((each) => each.conversation === conversation).map((e) => e.name);
  }

  /** Milliseconds until the next name goes, or null. */
  wait(now) {
    const ends = [...this.#until.values()].map((each) => each.end - now);
    const ahead = ends.filter((ms) => ms > 0);
    return ahead.length ? Math.min(...ahead) : null;
  }
}

/** Says that you are typing, at most every `TELL_MS` and conversation. */
export class TypingNotice {
  #told = new Map();
  #connection;
  #clock;

  constructor({ connection, clock }) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** A letter was typed. */
  typed(conversation) {
    const { id } = conversation;
    if (id === null || !this.#connection.isConnected) return;
    const now = this.#clock.now();
    if (now < (this.#told.get(conversation) ?? -Infinity) + TELL_MS) return;
    this.#told.set(conversation, now);
    this.#connection.send({ type: "typing", conversation: id });
  }

  /** A message was sent: the next letter is news. */
  finished(conversation) {
    this.#told.delete(conversation);
  }
}

/** "ada is typing…" */
export function typingText(names) {
  if (names.length === 0) return "";
  const shown = names.length > 2 ? [...names.slice(0, 2), names.length - 2] : names;
  const facts = { names: shown };
  return sayCount(names.length, "{names} is typing…", "{names} are typing…", facts);
}

function key(conversation, name) {
  return `${conversation} ${name}`;
}
