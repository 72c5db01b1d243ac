/** What is pushed: shown, and closed once it is over; chat/notifications/wording.py has it. */

export class Pushes {
  #clients;
  #registration;
  #setBadge;

  /** `setBadge(count)` puts a number at the site's mark, where there is one. */
  constructor({ clients, registration, setBadge }) {
    [this.#clients, this.#registration] = [clients, registration];
    this.#setBadge = setBadge;
  }

  /** Of the same `tag` there is one notice; those of the tags in `over` are closed. */
  async take({ tag, title, body = "", url = "/", badge = 0, over = [] }) {
    await this.#registration.showNotification(title, { tag, body, data: { url } });
    await this.#setBadge(badge);
    const shown = await this.#registration.getNotifications();
    for (const each of shown) if (over.includes(each.tag)) each.close();
  }

  /** Somebody wants to see what it is of: on a page that is open, if there is one. */
  async open(notice) {
    notice.close();
    const pages = await this.#clients.matchAll({ type: "window" });
    if (!pages.length) return this.#clients.openWindow(notice.data.url);
    const page = pages.find((each) => each.focused) ?? pages[0];
    await page.focus();
    return page.postMessage(notice.data);
  }
}
