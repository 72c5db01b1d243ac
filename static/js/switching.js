/** The ways to the switcher. */
import { onCommandKey } from "./dom/gestures.js";

/** `parts` are what it is made of, see `panels/finding/switching.js`. */
export function onSwitcher(panels, parts) {
  const switcher = panels.of(({ newSwitcher }) => newSwitcher(parts));
  const toggle = () => switcher((it) => (it.isOpen ? it.close() : it.open()));
  document.getElementById("finder").addEventListener("click", toggle);
  onCommandKey("k", toggle, "#switcher-dialog");
}
