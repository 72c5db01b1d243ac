/** Asks before somebody is blocked, and lists those who are. */
import { closeByButtonOrOutside, FormDialog } from "../../dialogs/form_dialog.js";
import { follow } from "../../dom/follow.js";
import { onRowArrows } from "../../dom/arrows.js";
import { QuietActs } from "./quiet_acts.js";
import { Roving } from "../../dom/roving.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

export class QuietDialogs {
  #chat;
  #asking;
  #list;
  #acts;

  /** `tell(text)` shows a notice. */
  constructor({ chat, tell }) {
    this.#chat = chat;
    this.#acts = new QuietActs({ chat, tell });
    this.#asking = new FormDialog(document.getElementById("block-dialog"));
    this.#list = document.getElementById("blocked-dialog");
    closeByButtonOrOutside(this.#list);
    const rows = this.#list.querySelector(".blocked-list");
    new Roving(rows, "button");
    onRowArrows(rows, "li");
    chat.signals.observe({ blocked: () => this.#showList() });
  }

  /** `author` is the number of whoever is called that, if it is known. */
  block(name, author) {
    document.getElementById("block-title").textContent = say("Block {name}?", { name });
    this.#asking.open({}, (_, signal) =>
      this.#chat.commands.block(name, true, author, signal),
    );
  }

  openList() {
    this.#showList();
    this.#list.showModal();
  }

  #showList() {
    const { names } = this.#chat.blocks;
    follow(this.#list.querySelector(".blocked-list"), names, {
      keyOf: (name) => name,
      rowKey: (row) => row.dataset.blocked,
      make: () => this.#newRow(),
      fill: fillRow,
    });
    this.#list.querySelector(".blocked-empty").hidden = names.length > 0;
  }

  #newRow() {
    const row = stamp("blocked-row");
    const button = row.querySelector("button");
    button.addEventListener("click", () => this.#acts.unblock(row.dataset.blocked));
    return row;
  }
}

function fillRow(row, name) {
  row.dataset.blocked = name;
  row.querySelector(".blocked-name").textContent = name;
  row.querySelector("button").setAttribute("aria-label", say("Unblock {name}", { name }));
}
