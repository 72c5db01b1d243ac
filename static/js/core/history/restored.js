/**
 * Logs that were restored from a backup: the numbers that are known here are of other
 * things, so nothing of them is kept. What this person had said and is not there any
 * more waits for them to decide, as a refused post does.
 */
import { say } from "../../words/words.js";

const NEWS = say(
  "This site was restored from a backup: what was said after it is gone.",
);
const LOST = say("This was lost when the site was restored from a backup.");

export class Restored {
  #own = new Map();
  #postman;
  #signals;

  constructor({ postman, signals }) {
    this.#postman = postman;
    this.#signals = signals;
  }

  /** Whether something that was said here is still to be looked for. */
  has(conversation) {
    return this.#own.has(conversation);
  }

  /** Let go what is here of a conversation. */
  letGo(conversation) {
    const messages = conversation.messages?.all ?? [];
    const own = messages.filter((each) => this.#postman.isOwn(each) && !each.deleted);
    const earlier = this.#own.get(conversation) ?? [];
    if (own.length) this.#own.set(conversation, [...earlier, ...own]);
    conversation.forget();
    conversation.seeAll();
    // A row that is written anew may have an edit of another message in it.
    if (conversation.isOpen) this.#signals.shown.emit(conversation);
  }

  /** Tell the person, once for all logs. */
  tell() {
    this.#signals.warned.emit(NEWS);
  }

  /** The last messages of a conversation are here. */
  loaded(conversation) {
    const { messages } = conversation;
    if (messages.newer) return; // these are not the last ones
    const stored = new Set(messages.all.map(({ id }) => id));
    for (const own of this.#own.get(conversation) ?? []) {
      // What is below them was said before the backup, as far as can be known.
      if (messages.reaches(own.seq - 1) && !stored.has(own.id))
        this.#postman.hold(conversation, own, LOST);
    }
    this.#own.delete(conversation);
  }
}
