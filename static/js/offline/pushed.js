/**
 * What is pushed to this browser while no page is open: a page that is closes what was read,
 * and goes where a click leads.
 */
export class Pushed {
  #chat;
  #navigation;
  #registration;
  #settings;

  constructor({ chat, navigation, registration, settings }) {
    [this.#chat, this.#navigation] = [chat, navigation];
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
    for (const notice of await this.#registration.getNotifications()) {
      // As chat/notifications/wording.py has it: the place, its epoch, the number.
      const [id, , seq] = notice.tag.split(".").map(Number);
      if (this.#chat.conversations.byId(id)?.read >= seq) notice.close();
    }
  }

  #come(url) {
    if (!this.#navigation.openPath(url)) location.assign(url);
  }
}
