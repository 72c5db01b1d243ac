/** What is unread, or waits, in the page's title and beside the drawer's button. */
import { unreadText } from "../dom/text.js";

export class UnreadView {
  #badge;

  constructor(badge) {
    this.#badge = badge;
  }

  show({ conversations: { unread, current }, invitations }) {
    const all = unread + invitations.count;
    const count = all ? `(${unreadText(all)}) ` : "";
    document.title = `${count}${current.name} · chatsite`;
    const elsewhere = all - current.unread;
    this.#badge.hidden = elsewhere === 0;
    this.#badge.textContent = unreadText(elsewhere);
  }
}
