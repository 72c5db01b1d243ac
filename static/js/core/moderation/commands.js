/** What those who moderate do about somebody, and with what waits for them. */
import { sayCount } from "../../words/words.js";

/** These verbs as commands of the wire: each is a promise of its answer. */
export class ModerationCommands {
  #commands;

  constructor(commands) {
    this.#commands = commands;
  }

  /** Delete what somebody said of late; `room`: there alone. `whom`: `{ name, number }`. */
  purge({ name, number: author }, { room, reason, seconds }, signal) {
    return this.#ask("purge", { name, author, conversation: room?.id, reason, seconds }, signal);
  }

  unpurge({ purge }) {
    return this.#ask("unpurge", { purge });
  }

  /** `seconds`: for how long; undefined: until somebody ends it. `room`: there alone. */
  mute({ name, number: author }, { on = true, room, reason, seconds }, signal) {
    const about = { name, author, conversation: room?.id, on, reason, seconds };
    return this.#ask("mute", about, signal);
  }

  /** `reach`: `person`, `address` or `network`. */
  shutOut({ name, number: author }, { on = true, reach, reason, seconds }, signal) {
    return this.#ask("shutout", { name, author, on, reach, reason, seconds }, signal);
  }

  /** Have others see a letter, and no picture of them. */
  takeAvatar({ name, number: author }, { reason }, signal) {
    return this.#ask("take_avatar", { name, author, reason }, signal);
  }

  /** End what is of nobody in particular. */
  lift(ban) {
    return this.#ask("shutout", { name: "", ban, on: false });
  }

  /** Who is muted and shut out on the site, and what this person may do there. */
  list(signal) {
    return this.#ask("moderation", {}, signal);
  }

  acts({ before, limit }, signal) {
    return this.#ask("acts", { before, limit }, signal);
  }

  approve({ number: held }) {
    return this.#ask("approve", { held });
  }

  refuse({ number: held }, reason, signal) {
    return this.#ask("refuse", { held, reason }, signal);
  }

  #ask(type, fields, signal) {
    return this.#commands.page({ type, ...fields }, signal);
  }
}

/** So much that was deleted is where it was. */
export function backText(count, whom) {
  return sayCount(
    count,
    "{count} message of {whom} is back.",
    "{count} messages of {whom} are back.",
    { whom },
  );
}
