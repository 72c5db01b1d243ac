/** A person's devices that are notified while no page is open: tried, and taken off. */
import { OwnDevice } from "./own_device.js";
import { stamp } from "../../dom/stamp.js";

export class DevicesList {
  #commands;
  #own;
  #root;
  #settings;

  /** `root` is its part of a dialog. */
  constructor({ root, chat, settings }) {
    [this.#root, this.#settings] = [root, settings];
    this.#commands = chat.commands;
    this.#own = new OwnDevice(chat);
  }

  /** Show them as they are by now. */
  show() {
    return this.#attempt({ type: "devices" });
  }

  async #attempt(asked) {
    this.#part(".errorlist").textContent = "";
    try {
      const { devices } = await this.#commands.page(asked);
      const endpoint = await this.#own.endpoint();
      const rows = devices.map((each) => this.#row(each, each.endpoint === endpoint));
      this.#part("ul").replaceChildren(...rows);
      this.#root.hidden = !rows.length;
    } catch (refusal) {
      this.#part(".errorlist").textContent = refusal.message;
    }
  }

  #row({ id, name, text }, isOwn) {
    const row = stamp("device");
    row.querySelector(".device-name").textContent = name;
    const says = row.querySelector("input");
    says.checked = text;
    // Its keys are this browser's alone to know.
    says.disabled = !isOwn;
    says.addEventListener("change", () => this.#choose(says.checked));
    const on = (act, call) =>
      row.querySelector(`[data-act=${act}]`).addEventListener("click", call);
    on("try", () => this.#attempt({ type: "test_device", id }));
    on("remove", () => this.#remove(id, isOwn));
    return row;
  }

  async #choose(text) {
    await this.#own.add({ text }).catch(() => {}); // it is shown as it is
    await this.show();
  }

  async #remove(id, isOwn) {
    await this.#attempt({ type: "remove_device", id });
    if (!isOwn) return;
    await this.#own.drop();
    this.#settings.set("calls", "on");
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }
}
