/**
 * One field that leads everywhere: to rooms, joined or not, to people, here or away, to
 * what was said, and to all that can be done.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { fillAvatar } from "../../dom/avatars.js";
import { follow } from "../../dom/follow.js";
import { foundUntil, placesOf, ranked } from "../../core/finding/places.js";
import { Questions } from "../../core/questions.js";
import { say } from "../../words/words.js";
import { soon } from "../../browser/soon.js";
import { stamp } from "../../dom/stamp.js";
import { signOf } from "../../core/reading/unread.js";
import { unreadText } from "../../dom/text.js";

const TYPING_MS = 150;
const FOUND = 20;
const KIND = "places";
// At most, beside how well a name fits: it decides among those that fit alike.
const WORTH = 18;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

export class Switcher {
  #shown = [];
  #at = 0;
  #found = {};
  #asked = new AbortController();
  #dialog = document.getElementById("switcher-dialog");
  #input = this.#dialog.querySelector(".switcher-text");
  #list = this.#dialog.querySelector(".switcher-list");
  #empty = this.#dialog.querySelector(".switcher-empty");
  #ask = soon(() => this.#search(), TYPING_MS);
  #chat;
  #uses;
  #acts;
  #sources;
  #go;

  /**
   * `acts()` has what can be done now: {name, act}; `sources` find more by what is
   * typed: `source(text)` gives places, as `core/finding/places.js` has them. `go` has
   * `conversation(it, how)`, `person(name, number, how)` and `join(room)`; `how` says
   * whether it `isBeside`.
   */
  constructor({ chat, uses, acts, sources = [], go }) {
    this.#chat = chat;
    this.#uses = uses;
    this.#acts = acts;
    this.#sources = sources;
    this.#go = go;
    closeByButtonOrOutside(this.#dialog);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("click", (event) => {
      const row = event.target.closest(".switcher-row");
      if (row) this.#choose([...this.#list.children].indexOf(row), isBeside(event));
    });
    this.#dialog.addEventListener("close", () => this.#asked.abort());
    const again = soon(() => this.#dialog.open && this.#show());
    chat.signals.observe({ listed: again, people: again });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open(text = "") {
    this.#input.value = text;
    this.#found = {};
    this.#dialog.showModal();
    this.#input.focus();
    this.#typed();
  }

  close() {
    this.#dialog.close();
  }

  #typed() {
    this.#at = 0;
    this.#asked.abort();
    this.#found = foundUntil(this.#input.value, this.#found);
    this.#show();
    if (this.#input.value.trim()) this.#ask();
  }

  /** What this page does not know. */
  async #search() {
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const typed = this.#input.value.trim();
    const text = typed.replace(/^[#@>]/, "");
    if (!this.#dialog.open || !text || typed[0] === ">") return;
    const questions = new Questions(this.#chat.commands);
    const asked = [questions.people(text, FOUND), questions.roomsLike(text, FOUND)];
    const sources = text === typed ? this.#sources : [];
    for (const source of sources) asked.push(source(text));
    const answers = await Promise.allSettled(asked);
    if (signal.aborted) return;
    const [people, rooms, ...others] = answers.map(({ value }) => value);
    this.#found = {
      people,
      rooms: rooms?.rooms.filter(({ member }) => !member),
      others: others.flatMap((each) => each ?? []),
    };
    this.#show();
  }

  #show() {
    const chosen = this.#shown[this.#at]?.key;
    const acts = this.#acts().map((each) => ({
      kind: "action",
      key: `action ${each.name}`,
      ...each,
    }));
    const named = new Map(acts.map((act) => [act.key, act])).values();
    const places = [...placesOf(this.#chat, this.#found), ...named];
    const others = this.#found.others ?? [];
    const typed = this.#input.value;
    const all = ranked(typed, places, worthOf(this.#uses.weights(KIND)));
    const here = (place) => place.conversation !== this.#chat.current;
    this.#shown = [...(typed.trim() ? all : all.filter(here)), ...others];
    // What is looked at stays so while others are found, unless that is the first.
    const at = this.#shown.findIndex(({ key }) => key === chosen);
    this.#at = this.#at > 0 && at >= 0 ? at : 0;
    this.#fill();
  }

  #fill() {
    follow(this.#list, this.#shown, {
      keyOf: ({ key }) => key,
      rowKey: (row) => row.dataset.key,
      make: () => stamp("switcher-row"),
      fill: (row, place) => this.#fillRow(row, place),
    });
    [...this.#list.children].forEach((row, at) => (row.id = `switcher-row-${at}`));
    const isEmpty = this.#shown.length === 0;
    this.#list.hidden = isEmpty;
    this.#empty.textContent = isEmpty ? say("Nothing of that name.") : "";
    this.#mark();
  }

  #fillRow(row, { key, kind, name, number, conversation, room, said, lang }) {
    row.dataset.key = key;
    row.dataset.kind = kind;
    if (lang) row.querySelector(".switcher-name").lang = lang;
    const { people } = this.#chat;
    const { private: isPrivate = false } = conversation ?? room ?? {};
    row.classList.toggle("private", kind === "room" && isPrivate);
    row.querySelector(".switcher-name").textContent =
      kind === "room" ? name.slice(1) : name;
    row.querySelector(".switcher-about").textContent =
      said ?? aboutOf({ conversation, room });
    const avatar = row.querySelector(".avatar");
    if (kind === "person" || kind === "group") fillAvatar(avatar, name);
    const isHere = kind === "person" && people.hasPerson(number, name);
    avatar.classList.toggle("online", isHere);
    fillBadge(row.querySelector(".badge"), conversation);
  }

  #key(event) {
    const { key, isComposing } = event;
    if (isComposing) return;
    const step = STEPS[key];
    if (key === "Enter") this.#choose(this.#at, isBeside(event));
    else if (step) this.#move(step);
    else return;
    event.preventDefault();
  }

  #move(step) {
    const last = this.#shown.length - 1;
    const next = this.#at + step;
    const isRound = Math.abs(step) === 1;
    if (next < 0) this.#at = isRound ? last : 0;
    else if (next > last) this.#at = isRound ? 0 : last;
    else this.#at = next;
    this.#mark();
  }

  #mark() {
    const rows = [...this.#list.children];
    rows.forEach((row, at) => (row.ariaSelected = at === this.#at));
    const chosen = rows[this.#at];
    if (chosen) this.#input.setAttribute("aria-activedescendant", chosen.id);
    else this.#input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  #choose(at, beside) {
    const place = this.#shown[at];
    if (!place) return;
    this.close();
    if (place.kind !== "message") this.#uses.note(KIND, place.key);
    const { kind, name, number, conversation, room, act } = place;
    if (act) act({ isBeside: beside });
    else if (conversation) this.#go.conversation(conversation, { isBeside: beside });
    else if (kind === "person") this.#go.person(name, number, { isBeside: beside });
    else this.#go.join(room);
  }
}

/** With Alt, or as a link is opened elsewhere. */
function isBeside({ altKey, ctrlKey, metaKey }) {
  return altKey || ctrlKey || metaKey;
}

function worthOf(weights) {
  return (key) => {
    const weight = weights.get(key) ?? 0;
    return (WORTH * weight) / (weight + 1);
  };
}

/** As in the lists at the side. */
function fillBadge(badge, conversation) {
  const { number, hasDot } = conversation ? signOf(conversation) : {};
  badge.hidden = !number && !hasDot;
  badge.classList.toggle("is-dot", Boolean(hasDot));
  badge.querySelector(".badge-count").textContent = number ? unreadText(number) : "";
}

function aboutOf({ conversation, room }) {
  if (room) return room.topic || say("Join");
  return conversation?.topic ?? "";
}
