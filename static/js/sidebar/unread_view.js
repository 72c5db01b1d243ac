/**
 * What is unread, or waits, in the page's title and beside the drawer's button: a number
 * of what is meant for this person alone, private words and invitations, and a dot where
 * there is only the chatter of rooms.
 */
import { unreadText } from "../dom/text.js";

export class UnreadView {
  #badge;
  #icon;
  #site;

  /** `icon` is the page's: it shows whether there is something for this person alone. */
  constructor(badge, icon) {
    this.#badge = badge;
    this.#icon = icon;
    this.#site = document.querySelector("meta[name=application-name]").content;
  }

  show({ conversations, current, invitations }) {
    const mine = conversations.wordsBeside() + invitations.count;
    const dot = conversations.hasChatterBeside() ? "• " : "";
    const sign = mine ? `(${unreadText(mine)}) ` : dot;
    document.title = `${sign}${current.name} · ${this.#site}`;
    const { plain, words } = this.#icon.dataset;
    const href = mine ? words : plain;
    if (this.#icon.getAttribute("href") !== href) this.#icon.setAttribute("href", href);
    const elsewhere = conversations.wordsBeside(current) + invitations.count;
    const hasChatter = conversations.hasChatterBeside(current);
    this.#badge.hidden = elsewhere === 0 && !hasChatter;
    this.#badge.classList.toggle("is-dot", elsewhere === 0);
    this.#badge.textContent = elsewhere ? unreadText(elsewhere) : "";
  }
}
