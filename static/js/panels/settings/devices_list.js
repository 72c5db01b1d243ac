/** A person's devices that are notified while no page is open: tried, and taken off. */
import { OwnDevice } from "./own_device.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

const HOUR_MS = 3_600_000;

export class DevicesList {
  #commands;
  #own;
  #root;
  #settings;
  #times;

  /** `root` is its part of a dialog. */
  constructor({ root, chat, settings, times }) {
    [this.#root, this.#settings, this.#times] = [root, settings, times];
    this.#commands = chat.commands;
    this.#own = new OwnDevice(chat);
    this.#on(root, "pause", () => this.#pause(new Date(Date.now() + HOUR_MS)));
    this.#on(root, "go-on", () => this.#pause());
  }

  /** Show them as they are by now. */
  show() {
    return this.#attempt({ type: "devices" });
  }

  async #attempt(asked) {
    this.#part(".errorlist").textContent = "";
    try {
      const { devices, paused } = await this.#commands.page(asked);
      const endpoint = await this.#own.endpoint();
      const rows = devices.map((each) => this.#row(each, each.endpoint === endpoint));
      this.#part("ul").replaceChildren(...rows);
      this.#root.hidden = !rows.length;
      this.#writePause(paused);
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
    this.#on(row, "try", () => this.#attempt({ type: "test_device", id }));
    this.#on(row, "remove", () => this.#remove(id, isOwn));
    return row;
  }

  #writePause(paused) {
    const until = paused && this.#times.full(paused);
    const text = until && say("You are not notified until {until}.", { until });
    this.#part(".devices-paused").textContent = text ?? "";
    this.#part("[data-act=pause]").hidden = Boolean(paused);
    this.#part("[data-act=go-on]").hidden = !paused;
  }

  async #pause(until) {
    await this.#commands.page({ type: "pause", until }).catch(() => {}); // likewise
    await this.show();
  }

  #on(root, act, call) {
    root.querySelector(`[data-act=${act}]`).addEventListener("click", call);
  }

  async #choose(text) {
    await this.#own.add({ text }).catch(() => {}); // it is shown as it stands
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
