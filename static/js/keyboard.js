/**
 * The whole page by keys: which keys there are, one stop for each list, and where the
 * focus goes when what had it is not there any more.
 */
import { FocusKeeper } from "./dom/focus_keeper.js";
import { isShown } from "./dom/shown.js";
import { keyOf } from "./dom/gestures.js";
import { onArrows, onRowArrows } from "./dom/arrows.js";
import { onMenus } from "./dom/menus.js";
import { Roving } from "./dom/roving.js";

const WRITTEN_IN = ":is(textarea, select, input:not([type=checkbox], [type=radio]))";
const ABOVE = "dialog:modal, :popover-open";
// Whoever finds themselves here was led here: what they type was not meant for it.
const HEADING = ".conversation-title";
const byId = (id) => document.getElementById(id);

export class Keyboard {
  #keys;
  #panes;

  /** `panels` have the list of all keys. */
  constructor(panels, panes) {
    this.#panes = panes;
    this.#keys = panels.of(({ KeysDialog }) => new KeysDialog(byId("keys-dialog")));
    onMenus();
    const first = (list) => list.querySelector("[aria-current]");
    for (const id of ["rooms", "directs", "people"])
      new Roving(byId(id), "li > a", { inner: ".row-more", first });
    new Roving(byId("invitations"), "button");
    onRowArrows(byId("sidebar"), ".link-list > li, #invitations > li");
    new Roving(byId("palette"), "button");
    onArrows(byId("palette"), "button", 6);
    new FocusKeeper(() => this.#landing);
    byId("keys-item").addEventListener("click", () => {
      byId("you-menu").hidePopover();
      this.#openKeys();
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (isCommand(event) && keyOf(event) === "/") this.#showKeys(event);
    if (document.querySelector(ABOVE)) return;
    if (event.key === "F6") this.#goToPart(event);
    else if (event.key === "Escape") goTo(this.#landing, event);
    else if (event.target.matches(WRITTEN_IN)) return;
    else if ("?؟".includes(event.key)) this.#showKeys(event);
    else if (isForWriting(event)) goTo(this.#panes.current.area);
  }

  get #landing() {
    const isOpen = byId("app").classList.contains("drawer-is-open");
    return isOpen ? byId("drawer-close") : this.#panes.current.landing;
  }

  /** From the lists to the messages, to the composer, and round; Shift turns it. */
  #goToPart(event) {
    const lists = [byId("sidebar"), Roving.stopNear(byId("rooms"))];
    const members = byId("members");
    const others = members ? [[members, members.querySelector("input")]] : [];
    const all = [lists, ...this.#panes.shown.flatMap(partsOf), ...others];
    const parts = all.filter(([part]) => isShown(part));
    const at = parts.findIndex(([part]) => part.contains(document.activeElement));
    const step = event.shiftKey ? -1 : 1;
    const next = at < 0 ? 0 : (at + step + parts.length) % parts.length;
    goTo(parts[next][1], event);
  }

  #showKeys(event) {
    event.preventDefault();
    if (!document.querySelector("dialog:modal")) this.#openKeys();
  }

  #openKeys() {
    this.#keys((dialog) => dialog.open());
  }
}

function goTo(element, event) {
  if (!isShown(element)) return;
  event?.preventDefault();
  element.focus();
}

/** A pane's parts, each with where one comes to in it. */
function partsOf(pane) {
  const timeline = pane.find(".timeline");
  const stop = Roving.stopNear(pane.find(".messages")) ?? timeline;
  return [
    [timeline, stop],
    [pane.find(".below"), pane.landing],
  ];
}

function isCommand({ ctrlKey, metaKey }) {
  return ctrlKey || metaKey;
}

/** A letter, however it comes to be; or what is to be pasted. */
function isForWriting(event) {
  const { key, altKey, target } = event;
  if (target.closest(HEADING)) return false;
  if (["Process", "Dead"].includes(key)) return true;
  if (isCommand(event) && !altKey && keyOf(event) === "v") return true;
  const isLetter = [...key].length === 1 && key !== " ";
  const isPlain = !isCommand(event) && !altKey;
  return isLetter && (isPlain || event.getModifierState("AltGraph"));
}
