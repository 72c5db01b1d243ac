/** Menus: they open with the focus in them, arrows lead about, and Tab leaves them. */
import { isShown } from "./shown.js";
import { onArrows } from "./arrows.js";
import { Roving } from "./roving.js";

const ITEM = ".menu-item";

/** Have it in all the menus of the page. */
export function onMenus() {
  for (const menu of document.querySelectorAll(".menu")) onMenu(menu);
}

/** And in one that has come later. */
export function onMenu(menu) {
  new Roving(menu, ITEM);
  onArrows(menu, ITEM);
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") focusFirst(menu);
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Tab") menu.hidePopover();
  });
}

function focusFirst(menu) {
  if (menu.contains(document.activeElement)) return;
  [...menu.querySelectorAll(ITEM)].find(isShown)?.focus();
}
