/**
 * What calls this person, and what they have not read: the level of the room that they
 * are at, the way to the next that is unread, and to all of it.
 */
import { attempt } from "./core/attempt.js";
import { may } from "./core/permissions.js";

const OF_ROOMS = ["room-settings-item", "topic-item", "unlist-item"];
const byId = (id) => document.getElementById(id);

export class Attention {
  #chat;
  #navigation;
  #tell;
  #ways;

  /** `tell(text)` shows a notice; `ways` lead to the lists. */
  constructor({ chat, navigation, ways, tell }) {
    [this.#chat, this.#navigation, this.#tell] = [chat, navigation, tell];
    this.#ways = ways;
    byId("all-unread").addEventListener("click", () => this.#showUnread());
    byId("levels").addEventListener("click", (event) => this.#choose(event));
    const fit = () => this.#fitMenu();
    byId("room-menu").addEventListener("beforetoggle", fit);
    byId("unlist-item").addEventListener("click", () => this.#unlist());
    byId("receipts-item").addEventListener("click", () => this.#turnReceipts());
    document.addEventListener("keydown", (event) => this.#key(event));
    const item = byId("receipts-item");
    const show = () => (item.ariaChecked = chat.reading.readers.isOn);
    chat.signals.observe({ readers: show, shown: fit, turned: fit });
    show();
  }

  #showUnread() {
    this.#ways.unread((it) => it.show());
  }

  /** The menu has what can be done where one is: the switcher offers it, too. */
  #fitMenu() {
    const { current, you } = this.#chat;
    byId("leave-item").hidden = !may("leave", current, you);
    for (const each of OF_ROOMS) byId(each).hidden = current.isGroup;
    for (const item of byId("levels").children)
      item.ariaChecked = item.dataset.level === current.level;
  }

  #choose({ target }) {
    const level = target.closest("[data-level]")?.dataset.level;
    if (!level) return;
    byId("room-menu").hidePopover();
    attempt(this.#chat.commands.setLevel(this.#chat.current, { level }), this.#tell);
  }

  async #unlist() {
    const room = this.#chat.current;
    byId("room-menu").hidePopover();
    const hiding = this.#chat.commands.setLevel(room, { hidden: true });
    // It is out of the list once nobody looks at it.
    if ((await attempt(hiding, this.#tell)) && room.isOpen) this.#navigation.leave(room);
  }

  #turnReceipts() {
    byId("you-menu").hidePopover();
    const { readers } = this.#chat.reading;
    attempt(readers.show(!readers.isOn), this.#tell);
  }

  #key(event) {
    const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && altKey && shiftKey) {
      event.preventDefault();
      const next = this.#chat.conversations.nextWithNews(step);
      if (next) this.#navigation.openNamed(next.name);
    } else if (code === "KeyA" && shiftKey && (ctrlKey || metaKey)) {
      event.preventDefault();
      this.#showUnread();
    }
  }
}
