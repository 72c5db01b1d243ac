/**
 * The keyboard's focus does not fall to nothing when what had it goes away: it goes
 * back to where it was before, or to what has taken its place.
 *
 * Chromium says so by `focusout`. Where a browser says nothing, the next key finds it.
 */
import { isShown } from "./shown.js";
import { Roving } from "./roving.js";

const KEPT = 8;

export class FocusKeeper {
  #trail = [];
  #isPointing = false;
  #home;

  /** `home()` is the element to go to if nothing is left of all that had the focus. */
  constructor(home) {
    this.#home = home;
    const on = (type, call) => document.addEventListener(type, call, true);
    on("focusin", ({ target }) => this.#remember(target));
    on("focusout", ({ relatedTarget }) => relatedTarget ?? this.#lost());
    on("pointerdown", () => (this.#isPointing = true));
    for (const end of ["pointerup", "pointercancel"])
      on(end, () => (this.#isPointing = false));
    on("keydown", () => this.#mend());
  }

  #remember(target) {
    const list = target.closest(":is(ol:not(.rows), ul, .messages, [role=menu], [role=group])");
    const isIt = (each) => each.element === target || (list && each.list === list);
    const others = this.#trail.filter((each) => !isIt(each));
    this.#trail = [...others.slice(1 - KEPT), { element: target, list }];
  }

  /** Whoever points at nothing wants the focus nowhere. */
  #lost() {
    if (this.#isPointing) this.#trail = [];
    else setTimeout(() => this.#mend());
  }

  #mend() {
    const isLost = [null, document.body].includes(document.activeElement);
    if (!isLost || this.#trail.length === 0) return;
    for (const candidate of this.#candidates()) {
      if (!isShown(candidate)) continue;
      candidate.focus({ preventScroll: true });
      if (document.activeElement === candidate) return;
    }
  }

  *#candidates() {
    const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
    for (const { element, list } of [...this.#trail].reverse()) {
      if (dialog && !dialog.contains(list ?? element)) continue;
      yield element;
      yield element.parentElement?.closest("[tabindex]"); // the row that it was in
      yield Roving.stopNear(list);
    }
    if (dialog) yield* dialog.querySelectorAll("input, [data-close], button, a");
    else yield this.#home();
  }
}
