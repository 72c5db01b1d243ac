/**
 * Who somebody is, and what can be done about them: one click on a name opens it. What
 * this page knows stands there at once, the rest comes from the server.
 */
import { AvatarDialog } from "./avatar_dialog.js";
import { CardSteering } from "./card_steering.js";
import { doorsCalled } from "./door_names.js";
import { fillAvatar } from "../../dom/avatars.js";
import { follow } from "../../dom/follow.js";
import { placeAt } from "../../dom/direction.js";
import { Questions } from "../../core/questions.js";
import { QuietActs } from "./quiet_acts.js";
import { apart, number as digits, say, sayCount } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";
import { StatusDialog } from "./status_dialog.js";
import { SteeringActs } from "./steering_acts.js";
import { whyOf } from "../../words/ends.js";

const wide = matchMedia("(min-width: 48rem)");

export class ProfileCard {
  #who = null;
  #rooms = null;
  /** When they were last here; undefined while they are, or if it is not known. */
  #seen;
  /** By which doors they are here, as the wire has it. */
  #doors;
  /** How many minutes their clock is ahead of UTC's, if they show it. */
  #ahead;
  #root = document.getElementById("profile-card");
  #chat;
  #times;
  #clock;
  #acts;
  #steering;

  /**
   * `acts`: what its buttons do, by their names: `acts.write(name, number)`; `tell(text)`
   * shows a notice.
   */
  constructor({ chat, times, clock, acts, tell }) {
    this.#chat = chat;
    this.#times = times;
    this.#clock = clock;
    const steering = new SteeringActs({ chat, clock, tell });
    this.#steering = new CardSteering(this.#find(".card-steering"), { chat, acts: steering });
    const quiet = new QuietActs({ chat, tell });
    const status = new StatusDialog({ chat, times, emoji: acts.emoji, tell });
    const avatar = new AvatarDialog({ chat, clock, tell });
    const own = {
      notes: acts.write,
      status: () => status.show(),
      avatar: () => avatar.show(),
      settings: () => document.getElementById("settings-item").click(),
    };
    this.#acts = { ...acts, ...own, ...quiet.acts, ...this.#steering.acts };
    this.#root.addEventListener("click", (event) => this.#click(event));
    chat.signals.observe({
      people: () => this.#isOpen && this.#showNow(),
      blocked: () => this.#isOpen && this.#offer(),
    });
  }

  /** `number` is that of whoever is called so, if it is known. */
  async openAt(element, name, number = this.#numberOf(name)) {
    const who = { name, number };
    [this.#who, this.#rooms] = [who, null];
    this.#begin();
    // What is outside of a modal dialog cannot be reached.
    const within = element.closest("dialog:modal") ?? document.body;
    if (this.#root.parentElement !== within) within.append(this.#root);
    if (!this.#isOpen) this.#root.showPopover();
    this.#place(element);
    this.#root.querySelector("button:not([hidden])")?.focus({ preventScroll: true });
    try {
      const profile = await new Questions(this.#chat.commands).profile(name, number);
      if (this.#who === who) this.#tell(profile);
    } catch (refusal) {
      if (this.#who === who) this.#find(".card-since").textContent = refusal.message;
    }
  }

  close() {
    if (this.#isOpen) this.#root.hidePopover();
  }

  get #isOpen() {
    return this.#root.matches(":popover-open");
  }

  get #isYou() {
    const { you } = this.#chat;
    const { name, number } = this.#who;
    return number === undefined ? name === you.name : number === you.id;
  }

  /** By name it may be a guest who is here, or somebody one talks with. */
  #numberOf(name) {
    const { conversations, people } = this.#chat;
    return people.numberOf(name) ?? conversations.byName(`@${name}`)?.person;
  }

  #begin() {
    const { name } = this.#who;
    this.#find("#card-name").textContent = name;
    fillAvatar(this.#find(".avatar"), name);
    this.#find(".card-since").textContent = "";
    this.#find(".card-rooms").hidden = this.#isYou;
    this.#showRooms([]);
    [this.#seen, this.#doors, this.#ahead] = [];
    this.#find(".card-said").textContent = "";
    showMuted(this.#find(".card-muted"));
    this.#showNow();
    this.#offer();
    this.#steering.show(this.#who);
  }

  #tell({ person, here, seen, doors, since, rooms, ahead, messages = 0, more, muted }) {
    Object.assign(this.#who, { number: person.id });
    [this.#seen, this.#doors, this.#ahead] = [here ? undefined : seen, doors, ahead];
    this.#find(".card-said").textContent = said(messages, more);
    showMuted(this.#find(".card-muted"), muted);
    const when = this.#times.since(since, this.#clock.now());
    const kind = person.guest ? say("Guest since {when}", { when }) : say("Member since {when}", { when });
    this.#find(".card-since").textContent = kind;
    this.#rooms = rooms;
    this.#showNow();
    this.#offer();
    this.#steering.show(this.#who);
    this.#showRooms(this.#isYou ? [] : rooms);
  }

  /** How they are, and what changes while the card is open. */
  #showNow() {
    const { number } = this.#who;
    const status = this.#chat.people.card.statusOf(number);
    const row = this.#find(".card-status");
    row.hidden = !status;
    row.textContent = status ? howIs(status, this.#times, this.#clock.now()) : "";
    this.#showHere();
  }

  #showHere() {
    const { people } = this.#chat;
    const { name, number } = this.#who;
    const isHere = this.#isYou || people.hasPerson(number, name);
    this.#find(".avatar").classList.toggle("online", isHere);
    const when = this.#seen && this.#times.since(this.#seen, this.#clock.now());
    const away = when ? say("Last here: {when}", { when }) : say("Not here");
    const where = isHere ? [say("Here now"), doorsCalled(this.#doors)] : [away];
    const now = this.#clock.now();
    const time = this.#ahead === undefined ? "" : this.#times.there(this.#ahead, now);
    const facts = [...where, time && say("{time} there", { time })];
    this.#find(".card-here").textContent = facts.filter(Boolean).join(" · ");
  }

  #offer() {
    const { blocks, conversations, current } = this.#chat;
    const { name, number } = this.#who;
    const isKnown = number !== undefined;
    const isBlocked = isKnown ? blocks.has(number) : blocks.hasName(name);
    const talk = (isKnown && conversations.withPerson(number)) || conversations.byName(`@${name}`);
    const isTalk = (talk?.id ?? null) !== null;
    const isOther = !this.#isYou;
    const isIn = current?.id !== null;
    const isThere = this.#rooms?.includes(current?.name) ?? false;
    const offers = {
      write: isOther && !isBlocked && talk !== current,
      beside: isOther && !isBlocked && !talk?.isOpen && this.#acts.hasRoom(),
      notes: this.#isYou,
      status: this.#isYou,
      avatar: this.#isYou,
      mention: isOther && isIn && (current?.isRoom || current?.isGroup || false),
      invite: isOther && isIn && (current?.isRoom ?? false) && !isThere && !isBlocked,
      hide: isOther && isTalk,
      mute: isOther && isTalk && talk.level !== "nothing",
      unmute: isOther && isTalk && talk.level === "nothing",
      block: isOther && !isBlocked,
      unblock: isOther && isBlocked,
      settings: this.#isYou,
    };
    for (const [act, isOffered] of Object.entries(offers))
      this.#find(`[data-act=${act}]`).hidden = !isOffered;
    this.#root.classList.toggle("is-asking", this.#rooms === null);
  }

  /** They have their room before they are known: nothing moves when they come. */
  #showRooms(rooms) {
    follow(this.#find(".card-rooms ul"), rooms, {
      keyOf: (name) => name,
      rowKey: (row) => row.firstElementChild.dataset.room,
      make: () => stamp("card-room"),
      fill: ({ firstElementChild: button }, name) => {
        button.dataset.room = name;
        button.textContent = name;
      },
    });
  }

  /** On a phone it is a sheet at the lower edge. */
  #place(element) {
    const { style } = this.#root;
    if (wide.matches && element.isConnected) placeAt(this.#root, element);
    else [style.left, style.top] = ["", ""];
  }

  #click({ target }) {
    const button = target.closest("[data-act], [data-room]");
    if (!button) return;
    const { act, room } = button.dataset;
    this.close();
    if (room) this.#acts.room(room);
    else this.#acts[act](this.#who.name, this.#who.number);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

/** How they are on the whole site, for whoever moderates that. */
function showMuted(row, muted) {
  row.hidden = !muted;
  row.textContent = muted ? say("Muted on the site") + whyOf(muted) : "";
}

function said(count, more) {
  if (!count) return "";
  if (more) return say("{count}+ messages that you can read", { count: digits(count) });
  return sayCount(
    count,
    "{count} message that you can read",
    "{count} messages that you can read",
    { count },
  );
}

function howIs({ text, until }, times, now) {
  if (!until) return apart(text);
  const when = times.since(Date.parse(until), now);
  return say("{status} (until {until})", { status: text, until: when });
}
