/**
 * Several conversations side by side, each in a pane of its own. Those that there is no
 * room for wait, and are seen when somebody goes to them.
 */
import { onButton } from "../../dom/gestures.js";
import { onMenu } from "../../dom/menus.js";
import { isFromRight, placeAt } from "../../dom/direction.js";
import { PaneDivider, partOf } from "./pane_divider.js";
import { stamp } from "../../dom/stamp.js";

// They are the page's, and stand in the first pane that is seen.
const LEADING = [".drawer-open", ".state", ".search-button"];
const REFERENCES = ["for", "aria-describedby", "aria-labelledby"];

export class SideBySide {
  #first = 0;
  #count = 1;
  #isRestoring = false;
  #offered = null;
  #chat;
  #kept;
  #leading;
  #menu = document.getElementById("row-menu");
  #moved;
  #panes;

  /** As in `Panes`. */
  constructor({ panes, chat, kept, moved }) {
    [this.#panes, this.#chat, this.#kept] = [panes, chat, kept];
    this.#moved = moved;
    this.#leading = LEADING.map((part) => panes.current.find(part));
    this.#dress(panes.current.root);
    // It belongs to a part of the page, and to none it would in the body.
    document.getElementById("sidebar").append(this.#menu);
    onMenu(this.#menu);
    this.#menu.addEventListener("click", () => {
      this.#menu.hidePopover();
      this.#offered();
    });
    onButton(panes.root, ".pane-close", (button) => {
      this.close(panes.all.find(({ root }) => root.contains(button)));
    });
    const roomMenu = document.getElementById("room-menu");
    roomMenu.addEventListener("beforetoggle", () => this.#placeMenu(roomMenu));
    document.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#arrange()).observe(panes.root);
    const changed = () => this.#isRestoring || this.#changed();
    chat.signals.observe({ shown: changed, turned: changed });
    addEventListener("pagehide", () => this.#keep()); // a talk may be lasting by now
  }

  /** One more beside the current one; somebody is at it. */
  add() {
    const root = this.#newRoot();
    this.#panes.current.root.after(root);
    this.#panes.add(root);
    this.#arrange();
  }

  /** What can be done with a conversation in the lists: `open()` opens it beside. */
  offer(button, open) {
    this.#offered = open;
    this.#menu.showPopover();
    placeAt(this.#menu, button);
  }

  close(pane) {
    const { all, current } = this.#panes;
    if (!pane || all.length === 1) return;
    const at = all.indexOf(pane);
    const had = pane.root.contains(document.activeElement);
    const next = all[at + 1] ?? all[at - 1];
    pane.end();
    this.#panes.remove(pane);
    if (pane === current) this.#panes.current = next;
    this.#chat.close(pane.current);
    if (pane === current) this.#goTo(next);
    this.#chat.signals.listed.emit();
    this.#changed();
    if (had) next.landing.focus();
  }

  /** Those that stood here last, with the one that is here now among them. */
  restore() {
    const { panes: kept, at } = this.#kept.get();
    const here = this.#panes.current;
    const known = kept.filter(({ id }) => this.#chat.conversations.byId(id));
    if (!known.length) return;
    const place = known.findIndex(({ id }) => id === here.current.id);
    const own = place < 0 ? Math.min(at, known.length - 1) : place;
    this.#isRestoring = true;
    for (const [n, { id, width }] of known.entries()) {
      if (n === own) here.root.style.flexGrow = width;
      else this.#open(id, width, n < own && here.root);
    }
    this.#chat.turnTo(here.current);
    this.#isRestoring = false;
    this.#changed();
  }

  /** `next`: the element that it stands before, if not at the end. */
  #open(id, width, next) {
    const conversation = this.#chat.conversations.byId(id);
    if (conversation.isOpen) return;
    const root = this.#newRoot();
    root.style.flexGrow = width;
    if (next) next.before(root);
    else this.#panes.all.at(-1).root.after(root);
    this.#panes.add(root);
    // Nothing of it is seen until it has its room.
    this.#panes.current.isHidden = true;
    this.#chat.open(conversation, undefined, { isBeside: true });
  }

  #newRoot() {
    this.#count += 1;
    const root = numbered(stamp("pane"), this.#count);
    this.#dress(root);
    return root;
  }

  /** What a pane has only where there are several. */
  #dress(root) {
    const divider = stamp("pane-divider");
    divider.setAttribute("aria-controls", root.id);
    root.prepend(divider);
    const around = () => [root.previousElementSibling, root];
    new PaneDivider(divider, { around, done: () => this.#keep() });
  }

  #changed() {
    this.#arrange();
    this.#keep();
  }

  /** As many are seen as there is room for, and the current one always. */
  #arrange() {
    const { all, current, fits, root } = this.#panes;
    const at = all.indexOf(current);
    const near = Math.max(at - fits + 1, Math.min(this.#first, at));
    this.#first = Math.max(0, Math.min(near, all.length - fits));
    for (const [n, pane] of all.entries()) {
      const isHidden = n < this.#first || n >= this.#first + fits;
      const { classList } = pane.root;
      classList.toggle("is-waiting", isHidden);
      classList.toggle("is-first", n === this.#first);
      classList.toggle("is-current", pane === current);
      pane.hide(isHidden);
    }
    root.classList.toggle("has-many", all.length > 1);
    root.style.paddingInline = ""; // first_paint.js has kept room
    document.querySelector(".skip-link").href = `#${current.area.id}`;
    this.#lead(all[this.#first].find(".topbar"));
  }

  #lead(bar) {
    const [drawer, ...others] = this.#leading;
    if (bar.contains(drawer)) return;
    bar.prepend(drawer);
    bar.querySelector(".topbar-title").after(...others);
  }

  #keep() {
    const { all, current } = this.#panes;
    const lasting = all.filter((pane) => (pane.current?.id ?? null) !== null);
    const kept = lasting.map((pane) => ({
      id: pane.current.id,
      width: partOf(pane.root),
    }));
    this.#kept.keep(kept, Math.max(0, lasting.indexOf(current)));
  }

  #goTo(pane) {
    this.#chat.turnTo(pane.current);
    this.#moved();
  }

  /** The menu of a room stands at the button that has opened it. */
  #placeMenu({ style }) {
    const { all, current } = this.#panes;
    const { left, right, bottom } = current.find(".room-more").getBoundingClientRect();
    const end = isFromRight() ? left : innerWidth - right;
    const isOne = all.length === 1;
    style.insetInlineEnd = isOne ? "" : `${end}px`;
    style.insetBlockStart = isOne ? "" : `${bottom}px`;
  }

  #key(event) {
    const { key, code, altKey, ctrlKey, metaKey, shiftKey, isComposing } = event;
    const isOurs = altKey && !(ctrlKey || metaKey || shiftKey || isComposing);
    const { all, current } = this.#panes;
    if (!isOurs || all.length === 1 || document.querySelector("dialog[open]")) return;
    const step = { PageDown: 1, PageUp: -1 }[key];
    if (!step && code !== "KeyW") return;
    event.preventDefault();
    if (!step) return this.close(current);
    const next = all.at((all.indexOf(current) + step) % all.length);
    this.#goTo(next);
    next.landing.focus();
  }
}

/** What is told by its id has another one in each pane. */
function numbered(root, number) {
  const named = (ids) => ids.replaceAll(/\S+/g, `$&-${number}`);
  for (const part of [root, ...root.querySelectorAll("[id], [for]")]) {
    if (part.id) part.id = named(part.id);
    for (const each of REFERENCES)
      if (part.hasAttribute(each)) part.setAttribute(each, named(part.getAttribute(each)));
  }
  return root;
}
