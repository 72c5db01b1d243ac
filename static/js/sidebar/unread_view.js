/**
 * What is unread, or waits, in the page's title, its icon, that of an installed app, and
 * beside the drawer's button: a number of what is meant for this person alone, private
 * words, mentions and invitations, and a dot where there is only the chatter of rooms.
 */
import { unreadText } from "../dom/text.js";

export class UnreadView {
  #badge;
  #icon;
  #site;

  /** `icon` is the page's, which has addresses of others: plain, with a dot, with a number. */
  constructor(badge, icon) {
    this.#badge = badge;
    this.#icon = icon;
    this.#site = document.querySelector("meta[name=application-name]").content;
  }

  show({ conversations, current, invitations }) {
    const mine = conversations.wordsBeside() + invitations.count;
    const dot = conversations.hasChatterBeside() ? "• " : "";
    const sign = mine ? `(${unreadText(mine)}) ` : dot;
    const title = `${sign}${current.called} · ${this.#site}`;
    if (document.title !== title) document.title = title;
    const { plain, words, chatter } = this.#icon.dataset;
    const beside = dot ? chatter : plain;
    const href = mine ? `${words}&number=${encodeURIComponent(digitOf(mine))}` : beside;
    if (this.#icon.getAttribute("href") !== href) this.#icon.setAttribute("href", href);
    badgeApp(mine, dot !== "");
    const elsewhere = conversations.wordsBeside(current) + invitations.count;
    const hasChatter = conversations.hasChatterBeside(current);
    this.#badge.hidden = elsewhere === 0 && !hasChatter;
    this.#badge.classList.toggle("is-dot", elsewhere === 0);
    this.#badge.textContent = elsewhere ? unreadText(elsewhere) : "";
  }
}

/** There is no room for two. */
function digitOf(number) {
  return number > 9 ? "9+" : `${number}`;
}

// It may stand there from the last time.
let onApp = null;

/** The badge of the app, where the page is installed as one: a number, or a dot. */
function badgeApp(number, hasDot) {
  const sign = number ? `${number}` : hasDot ? "•" : "";
  if (sign === onApp || !navigator.setAppBadge) return;
  onApp = sign;
  // The browser may not let a page that is no app.
  const done = sign ? navigator.setAppBadge(number || undefined) : navigator.clearAppBadge();
  done?.catch?.(() => {});
}
