/**
 * Which message is answered by what is being written: shown above the composer, and kept
 * with the draft.
 */
import { fillQuote } from "../dom/quote_part.js";
import { quoteOf } from "../core/content/quotes.js";
import { say } from "../words/words.js";

export class ReplyBar {
  #conversation = null;
  #reply = undefined;
  #root;
  #chat;
  #drafts;
  #focus;

  /** `focus()` goes to where messages are written. */
  constructor({ root, chat, drafts, focus }) {
    this.#root = root;
    this.#chat = chat;
    this.#drafts = drafts;
    this.#focus = focus;
    root.querySelector("button").addEventListener("click", () => {
      this.drop();
      focus();
    });
  }

  /** What it hears of the chat's signals. */
  observer = {
    shown: (conversation) => this.#open(conversation),
    changed: (conversation) => {
      if (conversation === this.#conversation && this.#reply) this.#show();
    },
    blocked: () => this.#show(),
  };

  /** Answer a message by what is written next. */
  begin(message) {
    const epoch = this.#conversation.log.epoch ?? 0;
    this.#keep({ epoch, quote: quoteOf(message) });
    this.#focus();
  }

  /**
   * Answer the message before the one that is answered, at first the last one; `step` 1:
   * the one after it.
   */
  move(step) {
    const all = (this.#conversation.messages?.all ?? []).filter(isThere);
    const at = all.findIndex(({ seq }) => seq === this.#reply?.quote.seq);
    if (step > 0 && at === all.length - 1) return this.drop();
    const next = at < 0 ? all.at(-1) : all[Math.max(0, at + step)];
    if (next && (at >= 0 || step < 0)) this.begin(next);
    return true;
  }

  /** Answer nothing; returns whether something was to be answered. */
  drop() {
    const had = this.#reply !== undefined;
    this.#keep(undefined);
    return had;
  }

  /** What the message that is sent now answers; the next one answers nothing. */
  take() {
    const { reply } = this;
    this.drop();
    return reply;
  }

  /** What is answered by what is being written. */
  get reply() {
    const epoch = this.#conversation.log.epoch ?? 0;
    // The number is of something else since the site was restored.
    return this.#reply?.epoch === epoch ? this.#reply : undefined;
  }

  /** Another tab may have answered, or sent. */
  follow() {
    if (this.#conversation) this.#open(this.#conversation);
  }

  #open(conversation) {
    this.#conversation = conversation;
    try {
      this.#reply = JSON.parse(this.#drafts.get(this.#key));
    } catch {
      this.#reply = undefined; // there is none
    }
    this.#show();
  }

  #keep(reply) {
    this.#reply = reply;
    this.#drafts.keep(this.#key, reply ? JSON.stringify(reply) : "");
    this.#show();
  }

  get #key() {
    return `reply.${this.#conversation.id}`;
  }

  #show() {
    const reply = this.#reply;
    this.#root.hidden = !reply;
    if (!reply) return;
    const message = this.#conversation.messages?.get(reply.quote.seq);
    if (message) reply.quote = quoteOf(message);
    fillQuote(this.#root, reply.quote, this.#chat.blocks);
    const { from: name } = reply.quote;
    this.#root.ariaLabel = say("You answer {name}", { name });
  }
}

function isThere({ deleted, going }) {
  return !deleted && !going;
}
