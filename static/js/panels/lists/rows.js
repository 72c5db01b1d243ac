/** A dialog with a list of rows: arrows lead through them, and one that stays is kept. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { follow } from "../../dom/follow.js";
import { onRowArrows } from "../../dom/arrows.js";
import { Roving } from "../../dom/roving.js";
import { stamp } from "../../dom/stamp.js";

export class Rows {
  list;
  #dialog;
  #its;

  /**
   * `row` is the name of their template, `stop` what of them the keys lead to;
   * `keyOf(each)` tells each from all others, `fill(row, each)` writes it.
   */
  constructor(dialog, { row, stop, keyOf, fill }) {
    this.#dialog = dialog;
    this.#its = { row, keyOf, fill };
    this.list = dialog.querySelector(".found-list");
    closeByButtonOrOutside(dialog);
    new Roving(this.list, stop);
    onRowArrows(this.list, "li");
  }

  /** `isWaiting`: others may come yet. */
  write(all, isWaiting = false) {
    const { row: name, keyOf, fill } = this.#its;
    follow(this.list, all, {
      keyOf,
      rowKey: (row) => row.dataset.key,
      make: () => stamp(name),
      fill: (row, each) => {
        row.dataset.key = keyOf(each);
        fill(row, each);
      },
    });
    const empty = this.#dialog.querySelector(".found-empty");
    if (empty) empty.hidden = isWaiting || all.length > 0;
  }

  /** Say what went wrong. */
  refuse(text) {
    this.#dialog.querySelector(".dialog-error").textContent = text;
  }
}
