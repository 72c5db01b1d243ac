/**
 * Who is in the conversation that somebody is at: beside it where there is room, or else
 * over it. It follows who comes and goes, and to whichever conversation is current.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { isFixed } from "../../core/permissions.js";
import { isTouch } from "../../dom/touch.js";
import { Members } from "../../core/rooms/members.js";
import { inAll, MembersView } from "./members_view.js";
import { number, say } from "../../words/words.js";
import { soon } from "../../browser/soon.js";

const TYPING_MS = 200;
const LIVE_MS = 300;
// Whom nobody has told of is asked for no more often.
const AGAIN_MS = 5_000;
const wide = matchMedia("(min-width: 68.75rem)");
const byId = (id) => document.getElementById(id);

export class MembersPanel {
  #aside = byId("members");
  #body = byId("members-body");
  #dialog = byId("members-dialog");
  #members = null;
  #totals = new Map();
  #joined = new Set();
  #counted = 0;
  #chat;
  #clock;
  #kept;
  #panes;
  #view;

  /** `kept` knows whether it stands open beside; `panes()` are those of the page. */
  constructor({ chat, times, clock, kept, panes }) {
    [this.#chat, this.#clock, this.#kept, this.#panes] = [chat, clock, kept, panes];
    byId("app").append(this.#aside, this.#dialog);
    const near = () => this.#members?.more();
    this.#view = new MembersView(this.#body, { chat, times, clock, near });
    closeByButtonOrOutside(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#closed());
    // What the card about a person does is done where one can see it.
    this.#dialog.addEventListener("click", (event) => this.#leaveFor(event), true);
    this.#find(".members-close").addEventListener("click", () => this.#shut());
    this.#find(".members-again").addEventListener("click", () => this.#members.load());
    const find = soon(() => this.#members?.find(this.#filter.value), TYPING_MS);
    this.#filter.addEventListener("input", find);
    wide.addEventListener("change", () => this.#resized());
    chat.signals.observe(this.#observer);
  }

  /** Open it, or shut it. */
  toggle() {
    if (this.#isOpen) this.#shut();
    else this.show();
  }

  show(match = "") {
    this.#open();
    this.#filter.value = match;
    this.#begin();
    if (!isTouch()) this.#filter.focus();
  }

  /** It stood open when this person was here last. */
  restore() {
    if (!wide.matches || this.#isOpen) return;
    this.#open();
    this.#begin();
  }

  get #isOpen() {
    return wide.matches ? !this.#aside.hidden : this.#dialog.open;
  }

  get #filter() {
    return this.#find(".members-filter");
  }

  get #observer() {
    const follow = () => {
      if (this.#dialog.open) this.#dialog.close();
      this.#follow();
    };
    const joined = soon(() => {
      this.#members?.hearJoined([...this.#joined]);
      this.#joined.clear();
    }, LIVE_MS);
    return {
      shown: follow,
      turned: follow,
      people: soon(() => this.#hearPeople(), LIVE_MS),
      blocked: () => this.#draw(),
      connection: () => this.#draw(),
      welcomed: () => this.#isOpen && this.#members?.load(),
      members: (event) => this.#hear(event, joined),
      happened: (...what) => this.#members?.hearHappened(...what),
    };
  }

  #find(selector) {
    return this.#body.querySelector(selector);
  }

  #open() {
    if (wide.matches) {
      this.#aside.append(this.#body);
      this.#aside.hidden = false;
      this.#kept.keepMembers(true);
    } else {
      this.#dialog.append(this.#body);
      this.#dialog.showModal();
    }
    this.#reserve();
  }

  #shut() {
    if (this.#dialog.open) return this.#dialog.close();
    const had = this.#aside.contains(document.activeElement);
    this.#aside.hidden = true;
    this.#kept.keepMembers(false);
    this.#closed();
    if (had) this.#panes().current.find(".members-button").focus();
    return undefined;
  }

  #closed() {
    this.#members?.end();
    this.#members = null;
    this.#reserve();
  }

  #resized() {
    if (this.#dialog.open) this.#dialog.close();
    if (!wide.matches || this.#aside.hidden) return;
    this.#aside.append(this.#body);
    this.#begin();
  }

  /** Its room beside the conversation, and what the buttons say of it. */
  #reserve() {
    byId("app").classList.toggle("has-members", !this.#aside.hidden);
    for (const button of document.querySelectorAll(".members-button"))
      button.ariaExpanded = this.#isOpen;
  }

  #follow() {
    this.#tellTotals();
    const isOther = this.#members?.conversation !== this.#chat.current;
    if (!this.#isOpen || !isOther) return;
    this.#filter.value = "";
    this.#begin();
  }

  #begin() {
    this.#members?.end();
    const { people, current, commands } = this.#chat;
    this.#members = new Members({
      conversation: current,
      ask: (...asked) => commands.page(...asked),
      isHere: (number, name) => number === this.#chat.you.id || people.hasPerson(number, name),
      changed: () => this.#draw(),
    });
    this.#view.toTop();
    this.#draw();
    if (current.id === null) return;
    this.#members.load();
    if (this.#filter.value) this.#members.find(this.#filter.value);
  }

  #hear({ type, conversation, from, author, person }, joined) {
    const its = this.#members;
    if (!its) return;
    if (type === "renamed") its.hearRenamed(person);
    else if (conversation !== its.conversation.id) return;
    else if (type === "left") its.hearLeft(author);
    else {
      this.#joined.add(from);
      joined();
    }
  }

  /** Everybody is in the lobby: who is here, and not known, has come into it untold. */
  #hearPeople() {
    const its = this.#members;
    if (!its) return;
    const here = its.hearPeople(new Date(this.#clock.now()).toISOString());
    const count = this.#chat.people.names.length;
    const isOfAll = isFixed(its.conversation.name, this.#chat.you);
    const isUntold = isOfAll && its.isWhole && count > here;
    if (!isUntold || count === this.#counted) return;
    this.#counted = count;
    this.#clock.after(AGAIN_MS, () => {
      this.#counted = 0;
      if (this.#members === its && !its.isAsking) its.load();
    });
  }

  #draw() {
    const its = this.#members;
    if (!its || !this.#isOpen) return;
    if (its.total !== null) this.#totals.set(its.conversation.id, its.total);
    this.#tellTotals();
    this.#view.show(its);
  }

  /** In the heads of those conversations of which it is known. */
  #tellTotals() {
    for (const pane of this.#panes().all) {
      const button = pane.find(".members-button");
      const total = this.#totals.get(pane.current?.id);
      button.querySelector(".members-count").textContent = total === undefined ? "" : number(total);
      button.ariaLabel = button.title = total === undefined ? say("Members") : inAll(total);
    }
  }

  #leaveFor({ target }) {
    if (target.closest(".card [data-act], .card [data-room]")) this.#dialog.close();
  }
}
