/**
 * How a person's name is opened: a double click, Enter, or a tap. A single click with a
 * mouse only selects it; with Ctrl or the middle button the link is an ordinary link.
 */
export function onPerson(root, open) {
  let pointer = "";
  root.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
  });
  root.addEventListener("click", (event) => {
    const link = plainClickOn(event, "a[data-name]");
    if (!link) return;
    event.preventDefault();
    link.focus();
    // A click that no button made (detail 0) is the Enter key or a screen reader's.
    if (event.detail === 0 || pointer !== "mouse") open(...whom(link));
  });
  root.addEventListener("dblclick", (event) => {
    const link = plainClickOn(event, "a[data-name]");
    if (link) open(...whom(link));
  });
}

/** The name, and the number where the page knows it. */
function whom({ dataset: { name, person } }) {
  return person ? [name, Number(person)] : [name];
}

/** The link under a click that has no business with another tab or window. */
export function plainClickOn(event, selector) {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  return isPlain && event.button === 0 ? event.target.closest(selector) : null;
}

/** Ctrl+K, or ⌘K, unless a dialog wants an answer first. */
export function onQuickSwitch(call) {
  document.addEventListener("keydown", (event) => {
    const isIt = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!isIt || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    call();
  });
}
