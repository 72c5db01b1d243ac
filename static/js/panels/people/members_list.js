/** The list of a conversation's people: those who are here, and those who are not. */
import { directAddress } from "../../browser/routes.js";
import { fillAvatar } from "../../dom/avatars.js";
import { Roving } from "../../dom/roving.js";
import { roleNames } from "./role_names.js";
import { RowsInView } from "../lists/rows_in_view.js";
import { number, say } from "../../words/words.js";
import { soon } from "../../browser/soon.js";
import { stamp } from "../../dom/stamp.js";
import { stepInLine } from "../../dom/direction.js";
import { unusualDoors } from "./door_names.js";

// As css/panels/members.css has them.
const ROW_REM = 2.75;
const NEAR_PX = 1000;

export class MembersList {
  #scroller;
  #parts;
  #sections;

  /** `near()`: somebody has come near the end of it. */
  constructor(scroller, { near, ...parts }) {
    this.#scroller = scroller;
    this.#parts = parts;
    const rows = { rem: ROW_REM, keyOf: ({ id }) => id, make: () => stamp("member") };
    const section = (name, isHere) => {
      const list = scroller.querySelector(`.members-${name}`);
      const fill = (row, each) => this.#fill(row, each, isHere);
      return new RowsInView(list, scroller, { ...rows, fill });
    };
    this.#sections = [section("here", true), section("away", false)];
    new Roving(scroller, "a", { inner: ".row-more" });
    const look = soon(() => {
      for (const each of this.#sections) each.draw();
      const { scrollTop, clientHeight, scrollHeight } = scroller;
      if (scrollTop + clientHeight + NEAR_PX > scrollHeight) near();
    }, 0);
    scroller.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(scroller);
    scroller.addEventListener("keydown", (event) => this.#key(event));
  }

  /** `{ here, away }`: whom it shows. */
  show({ here, away }) {
    for (const [n, items] of [here, away].entries()) {
      const name = ["here", "away"][n];
      const heading = this.#scroller.querySelector(`.members-${name}-heading`);
      heading.hidden = items.length === 0;
      heading.querySelector(".members-number").textContent = number(items.length);
      this.#sections[n].show(items);
    }
  }

  toTop() {
    this.#scroller.scrollTop = 0;
  }

  #fill(row, { id, name, guest, role, seen, doors }, isHere) {
    const { chat, times, clock } = this.#parts;
    const [link, more] = row.children;
    const part = (selector) => link.querySelector(selector);
    link.classList.toggle("is-blocked", chat.blocks.has(id));
    link.classList.toggle("is-you", id === chat.you.id);
    part(".avatar").classList.toggle("online", isHere);
    const when = !isHere && seen ? times.since(seen, clock.now()) : "";
    const where = isHere ? unusualDoors(doors) : when && say("Last here: {when}", { when });
    const about = [guest && say("Guest"), where];
    part(".member-role").textContent = roleNames[role] ?? "";
    part(".member-about").textContent = about.filter(Boolean).join(" · ");
    if (link.dataset.name === name) return;
    Object.assign(link.dataset, { name, person: id });
    link.href = directAddress(name);
    link.title = say("Click for more about {name}, double-click to write", { name });
    fillAvatar(part(".avatar"), name);
    part(".person-name").textContent = name;
    more.ariaLabel = say("More about {name}", { name });
  }

  /** Arrows, Home and End go through all of them, whether they are in view or not. */
  #key(event) {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const row = target.closest("li");
    if (!row || altKey || ctrlKey || metaKey || shiftKey) return;
    const next = this.#inRow(row, target, key) ?? this.#rowFor(key, row);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #inRow(row, target, key) {
    const step = stepInLine(key);
    const cells = [...row.children].filter((each) => each.checkVisibility());
    return step && (cells[cells.indexOf(target) + step] ?? target);
  }

  #rowFor(key, row) {
    const [here, away] = this.#sections;
    const count = here.items.length + away.items.length;
    const before = here.placeOf(row);
    const at = before < 0 ? here.items.length + away.placeOf(row) : before;
    const page = Math.floor(this.#scroller.clientHeight / row.offsetHeight) - 1;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const wanted = { Home: 0, End: count - 1 }[key] ?? at + steps[key];
    if (Number.isNaN(wanted)) return null;
    const place = Math.max(0, Math.min(wanted, count - 1));
    const isHere = place < here.items.length;
    const found = isHere ? here.rowAt(place) : away.rowAt(place - here.items.length);
    return found?.firstElementChild;
  }
}
