const NAME = "a[data-name]";
const SIGNS = { Comma: ",", Slash: "/" };

/**
 * What a name does: a click, a tap or Enter tells about the person, `look(link, name,
 * number)`; a double click opens the talk with them at once, `open(name, number)`. With
 * Ctrl or the middle button the link is an ordinary link.
 */
export function onPerson(root, { look, open }) {
  root.addEventListener("click", (event) => {
    const link = plainClickOn(event, NAME);
    if (!link) return;
    event.preventDefault();
    link.focus();
    if (event.detail < 2) look(link, ...whom(link));
  });
  root.addEventListener("dblclick", (event) => {
    const link = plainClickOn(event, NAME);
    if (link) open(...whom(link));
  });
}

/** The name, and the number where the page knows it. */
function whom({ dataset: { name, person } }) {
  return person ? [name, Number(person)] : [name];
}

/**
 * A link that is to be opened beside what is shown: by Ctrl, ⌘ or the middle button, or
 * by Alt and Enter. Unless there is room (`hasRoom()`), it is an ordinary link.
 */
export function onBeside(root, selector, { hasRoom, open }) {
  const take = (event, isIt) => {
    const link = isIt && event.target.closest(selector);
    if (!link || !hasRoom()) return;
    event.preventDefault();
    open(link);
  };
  const isHeld = ({ ctrlKey, metaKey }) => ctrlKey || metaKey;
  root.addEventListener("click", (event) => take(event, isHeld(event)));
  root.addEventListener("auxclick", (event) => take(event, event.button === 1));
  root.addEventListener("keydown", (event) =>
    take(event, event.key === "Enter" && event.altKey),
  );
}

/** The link under a click that has no business with another tab or window. */
export function plainClickOn(event, selector) {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  return isPlain && event.button === 0 ? event.target.closest(selector) : null;
}

/**
 * Somebody asks for a menu: `call(element)` with the one that `selector` finds. Where a
 * mouse asks as its button goes down, what opens at once is dismissed when it goes up.
 */
export function onMenu(root, selector, call, { byTouch = true } = {}) {
  root.addEventListener("contextmenu", (event) => {
    const isTouch = event.pointerType === "touch";
    const element = (byTouch || !isTouch) && event.target.closest(selector);
    if (!element) return;
    event.preventDefault();
    const open = () => call(element);
    if (isTouch || event.buttons === 0) open();
    else document.addEventListener("pointerup", () => setTimeout(open), { once: true });
  });
}

/** Buttons that `selector` finds in a `root`: `call(button)`. */
export function onButton(root, selector, call) {
  root.addEventListener("click", ({ target }) => {
    const button = target.closest(selector);
    if (button) call(button);
  });
}

/** An item of a menu, by its id; the menu has done. */
export function onItem(id, call) {
  const item = document.getElementById(id);
  item.addEventListener("click", () => {
    item.closest("[popover]").hidePopover();
    call();
  });
}

/** A button that asks for a dialog, by its name; the menu it may stand in has done. */
export function onDialogs(call) {
  document.addEventListener("click", (event) => {
    const name = event.target.closest("[data-dialog]")?.dataset.dialog;
    if (!name) return;
    document.querySelector("#room-menu:popover-open")?.hidePopover();
    call(name);
  });
}

/** A key as it is labelled; of a keyboard that writes no Latin, by its place. */
export function keyOf({ key, code }) {
  if (key.length > 1 || /[ -~]/.test(key)) return key.toLowerCase();
  return SIGNS[code] ?? code.replace(/^Key/, "").toLowerCase();
}

/**
 * A key with Ctrl, or ⌘, unless a dialog wants an answer first; `own` is the selector of
 * the dialog that the key itself has opened.
 */
export function onCommandKey(key, call, own = "dialog:not(*)") {
  document.addEventListener("keydown", (event) => {
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    const isIt = (ctrlKey || metaKey) && keyOf(event) === key;
    const isElse = document.querySelector(`dialog[open]:not(${own})`) !== null;
    if (!isIt || altKey || shiftKey || isElse) return;
    event.preventDefault();
    call();
  });
}

/** A key with Alt, of that `code`, unless a dialog wants an answer first. */
export function onAltKey(code, call) {
  document.addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, metaKey, shiftKey } = event;
    const isIt = altKey && !(ctrlKey || metaKey || shiftKey) && event.code === code;
    if (!isIt || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    call();
  });
}

/** A button, or Ctrl+Shift+F, unless a dialog wants an answer first. */
export function onSearch(button, call) {
  button.addEventListener("click", call);
  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && event.shiftKey;
    const isIt = isCommand && keyOf(event) === "f";
    if (!isIt || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    call();
  });
}
