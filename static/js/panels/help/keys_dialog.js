/** All keys of the page, told in one place. */
import { capsOf, keys } from "../../core/keys.js";
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { isFromRight } from "../../dom/direction.js";
import { stamp } from "../../dom/stamp.js";

export class KeysDialog {
  #dialog;

  constructor(dialog) {
    this.#dialog = dialog;
    closeByButtonOrOutside(dialog);
  }

  open() {
    const list = this.#dialog.querySelector(".keys");
    if (!list.hasChildNodes()) list.append(...keys().map(filledGroup));
    this.#dialog.showModal();
  }
}

function filledGroup({ name, keys: rows }) {
  const group = stamp("keys-group");
  group.querySelector("h3").textContent = name;
  group.querySelector("dl").append(...rows.map(filledRow));
  return group;
}

function filledRow([chords, text]) {
  const row = stamp("keys-row");
  const isMac = /^(Mac|iP)/.test(navigator.platform);
  for (const chord of chords) {
    const caps = document.createElement("span");
    caps.append(...capsOf(chord, { isMac, isFromRight: isFromRight() }).map(cap));
    row.querySelector("dt").append(caps);
  }
  row.querySelector("dd").textContent = text;
  return row;
}

function cap(key) {
  const kbd = document.createElement("kbd");
  kbd.textContent = key;
  return kbd;
}
