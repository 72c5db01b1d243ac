/**
 * Above the messages, while some are unread: how many and since when; it leads to the
 * first of them, and has all of them read.
 */
import { countedText } from "../dom/text.js";
import { sayCount } from "../words/words.js";

export class NewsBar {
  #first = null;
  #conversation = null;
  #root;
  #text;
  #times;
  #clock;

  /** `toFirst()` shows the first unread message, `readAll()` has all of them read. */
  constructor(root, { times, clock, toFirst, readAll }) {
    this.#root = root;
    this.#times = times;
    this.#clock = clock;
    this.#text = root.querySelector(".news-text");
    this.#text.addEventListener("click", toFirst);
    root.querySelector(".news-read").addEventListener("click", readAll);
  }

  /** `isThere`: there is a line that parts what is new in it. */
  show(conversation, isThere) {
    if (this.#conversation !== conversation) this.#first = null;
    this.#conversation = conversation;
    const { unread, firstUnread } = conversation;
    // Where the first one was let go, it is still known when that was said.
    this.#first = firstUnread ?? (unread ? this.#first : null);
    const isShown = unread > 0 && isThere;
    // What had the focus goes: the messages have it then.
    const hadFocus = !isShown && this.#root.contains(document.activeElement);
    if (hadFocus) this.#timeline.focus({ preventScroll: true });
    this.#root.hidden = !isShown;
    if (isShown) this.#write();
  }

  get #timeline() {
    return this.#root.closest(".conversation").querySelector(".timeline");
  }

  #write() {
    const { unread, news } = this.#conversation;
    const count = countedText(unread, news.most);
    const text = this.#first
      ? this.#sinceText(unread, count)
      : sayCount(unread, "{count} new", "{count} new", { count });
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }

  /** "380 new since 11:40" */
  #sinceText(unread, count) {
    const since = this.#times.since(this.#first.at, this.#clock.now());
    const all = { count, since };
    return sayCount(unread, "{count} new since {since}", "{count} new since {since}", all);
  }
}
