/** The settings: how each takes effect, and the ways to the panel where they are set. */
import { onCommandKey } from "./dom/gestures.js";

const byId = (id) => document.getElementById(id);

export class Preferences {
  #dialog;

  /** `parts` are those of `preference_rows.js` and of `notifier.js` in `panels`. */
  constructor({ panels, ...parts }) {
    const { chat, settings, times } = parts;
    this.#dialog = panels.of(({ SettingsDialog }) => new SettingsDialog(parts));
    const notifier = panels.of(({ Notifier }) => new Notifier(parts), { isHeld: true });
    chat.signals.observe({
      arrived: (...what) => settings.get("calls") === "on" && notifier((it) => it.arrived(...what)),
    });
    settings.observe((key, value) => {
      if (key === "hours") times.choose(value);
      else globalThis.lookAsChosen(); // first_paint.js has it
    });
    byId("settings-item").addEventListener("click", () => this.#open());
    onCommandKey(",", () => this.#open());
  }

  #open() {
    byId("you-menu").hidePopover();
    this.#dialog((it) => it.open());
  }
}
