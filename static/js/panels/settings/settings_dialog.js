/** The settings, each a group of values to choose from; what is chosen holds at once. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { DevicesList } from "./devices_list.js";
import { rowsOf } from "./preference_rows.js";
import { stamp } from "../../dom/stamp.js";

export class SettingsDialog {
  #devices;
  #dialog = document.getElementById("settings-dialog");
  #rows;

  /** `parts` are what the table is made of. */
  constructor(parts) {
    this.#rows = () => rowsOf(parts);
    const root = this.#dialog.querySelector(".devices");
    this.#devices = new DevicesList({ root, ...parts });
    parts.settings.observe(() => this.#dialog.open && this.#show());
    closeByButtonOrOutside(this.#dialog);
  }

  open() {
    const root = this.#dialog.querySelector(".settings");
    root.replaceChildren(...this.#rows().map(newRow));
    this.#show();
    this.#dialog.showModal();
    this.#dialog.querySelector(":checked").focus();
  }

  #show() {
    for (const { key, get } of this.#rows())
      for (const input of this.#dialog.querySelectorAll(`[name="${key}"]`))
        input.checked = input.value === get();
    this.#devices.show();
  }
}

/** A fieldset of values to choose from. */
export function newRow({ key, name, values, set }) {
  const row = stamp("setting");
  row.querySelector("legend").textContent = name;
  for (const [value, label, lang] of values) {
    const choice = stamp("setting-value");
    const input = choice.querySelector("input");
    [input.name, input.value] = [key, value];
    input.addEventListener("change", () => set(value));
    const text = choice.querySelector("span");
    text.textContent = label;
    if (lang) text.lang = lang;
    row.querySelector(".setting-values").append(choice);
  }
  return row;
}
