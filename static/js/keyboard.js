/**
 * The whole page by keys: which keys there are, one stop for each list, and where the
 * focus goes when what had it is not there any more.
 */
import { FocusKeeper } from "./dom/focus_keeper.js";
import { isShown } from "./dom/shown.js";
import { isTouch } from "./dom/touch.js";
import { KeysDialog } from "./dialogs/keys_dialog.js";
import { onArrows, onRowArrows } from "./dom/arrows.js";
import { onMenus } from "./dom/menus.js";
import { Roving } from "./dom/roving.js";

const WRITTEN_IN = ":is(textarea, select, input:not([type=checkbox], [type=radio]))";
const ABOVE = "dialog:modal, :popover-open";
// Whoever finds themselves here was led here: what they type was not meant for it.
const HEADING = "#conversation-title";
const byId = (id) => document.getElementById(id);

export class Keyboard {
  #keys = new KeysDialog(byId("keys-dialog"));

  constructor() {
    onMenus();
    const first = (list) => list.querySelector("[aria-current]");
    for (const id of ["rooms", "directs", "people"])
      new Roving(byId(id), "li > a", { inner: ".row-more", first });
    new Roving(byId("invitations"), "button");
    onRowArrows(byId("sidebar"), ".link-list > li, #invitations > li");
    for (const list of document.querySelectorAll(".directory, .blocked-list")) {
      new Roving(list, "button");
      onRowArrows(list, "li");
    }
    new Roving(byId("palette"), "button");
    onArrows(byId("palette"), "button", 6);
    new FocusKeeper(landing);
    byId("keys-item").addEventListener("click", () => {
      byId("you-menu").hidePopover();
      this.#keys.open();
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (isCommand(event) && event.key === "/") this.#showKeys(event);
    if (document.querySelector(ABOVE)) return;
    if (event.key === "F6") goToPart(event);
    else if (event.key === "Escape") goTo(landing(), event);
    else if (event.target.matches(WRITTEN_IN)) return;
    else if (event.key === "?") this.#showKeys(event);
    else if (isForWriting(event)) goTo(byId("composer-text"));
  }

  #showKeys(event) {
    event.preventDefault();
    if (!document.querySelector("dialog:modal")) this.#keys.open();
  }
}

/** Where one is when one is nowhere else; on a phone, writing opens a keyboard. */
function landing() {
  const places = [byId("composer-text"), byId("join-button"), byId("drawer-close")];
  const isOpen = byId("app").classList.contains("drawer-is-open");
  const wanted = isOpen ? places.at(-1) : !isTouch() && places.find(isShown);
  return wanted || document.querySelector(HEADING);
}

function goTo(element, event) {
  if (!isShown(element)) return;
  event?.preventDefault();
  element.focus();
}

/** From the lists to the messages, to the composer, and round; Shift turns it. */
function goToPart(event) {
  const [lists, timeline] = [byId("sidebar"), byId("timeline")];
  const below = document.querySelector(".below");
  const parts = [lists, timeline, below].filter(isShown);
  const stops = new Map([
    [lists, Roving.stopNear(byId("rooms"))],
    [timeline, Roving.stopNear(byId("messages")) ?? timeline],
    [below, landing()],
  ]);
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = at < 0 ? 0 : (at + step + parts.length) % parts.length;
  goTo(stops.get(parts[next]), event);
}

function isCommand({ ctrlKey, metaKey }) {
  return ctrlKey || metaKey;
}

/** A letter, however it comes to be; or what is to be pasted. */
function isForWriting(event) {
  const { key, altKey, target } = event;
  if (target.closest(HEADING)) return false;
  if (["Process", "Dead"].includes(key)) return true;
  if (isCommand(event) && !altKey && key.toLowerCase() === "v") return true;
  const isLetter = [...key].length === 1 && key !== " ";
  const isPlain = !isCommand(event) && !altKey;
  return isLetter && (isPlain || event.getModifierState("AltGraph"));
}
