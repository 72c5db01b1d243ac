/**
 * What is pushed to this browser while no page is open: a page that is closes what was read,
 * and goes where a click leads.
 */
export class Pushed {
  #chat;
  #navigation;
  #registration;
  #setBadge;
  #settings;

  /** `setBadge(count)` as of the worker's `Pushes`. */
  constructor({ chat, navigation, registration, settings, setBadge }) {
    [this.#chat, this.#navigation, this.#setBadge] = [chat, navigation, setBadge];
    [this.#registration, this.#settings] = [registration, settings];
  }

  async start(serviceWorker) {
    this.#chat.signals.observe({ listed: () => this.#closeRead() });
    serviceWorker.addEventListener("message", ({ data }) => data.url && this.#come(data.url));
    await this.#closeRead();
    // Where there is no line, the next page does it.
    if (this.#settings.get("calls") === "always") await this.#compare().catch(() => {});
  }

  /** Where the server pushes nothing to this browser any more, pages call again. */
  async #compare() {
    const own = await this.#registration.pushManager?.getSubscription();
    const { devices } = await this.#chat.commands.page({ type: "devices" });
    if (devices.some(({ endpoint }) => endpoint === own?.endpoint)) return;
    await own?.unsubscribe();
    this.#settings.set("calls", "on");
  }

  async #closeRead() {
    const notices = await this.#registration.getNotifications();
    const read = notices.filter(({ tag }) => this.#isRead(tag));
    for (const notice of read) notice.close();
    if (read.length) await this.#setBadge(notices.length - read.length);
  }

  #isRead(tag) {
    // As chat/notifications/wording.py has it: the place, its epoch, the number.
    const [id, , seq] = tag.split(".").map(Number);
    return this.#chat.conversations.byId(id)?.read >= seq;
  }

  #come(url) {
    if (!this.#navigation.openPath(url)) location.assign(url);
  }
}
