/** What is unread, in the page's title and beside the drawer's button. */
import { unreadText } from "../dom/text.js";

export class UnreadView {
  #badge;

  constructor(badge) {
    this.#badge = badge;
  }

  show({ unread, current }) {
    const count = unread ? `(${unreadText(unread)}) ` : "";
    document.title = `${count}${current.name} · chatsite`;
    const elsewhere = unread - current.unread;
    this.#badge.hidden = elsewhere === 0;
    this.#badge.textContent = unreadText(elsewhere);
  }
}
