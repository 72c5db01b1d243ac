/** On a card: what somebody is in the room that is shown, and what they may be made. */
import { may } from "../../core/rules.js";
import { mayPutOut, rolesFor } from "../../core/rooms/steering.js";
import { roleNames } from "./role_names.js";
import { say } from "../../words/words.js";

const VERBS = ["give a voice", "make a moderator", "mute", "kick", "ban", "see reports"];
const CHANGES = new Set(["role", "kicked", "banned", "archived"]);
// Who is not in it can only be kept out.
const OUTSIDE = { role: "outside" };

export class CardSteering {
  #asked = new AbortController();
  #member = null;
  #room = null;
  #who = null;
  #root;
  #chat;
  #acts;

  /** `acts` does it: see `SteeringActs`. */
  constructor(root, { chat, acts }) {
    [this.#root, this.#chat, this.#acts] = [root, chat, acts];
    chat.signals.observe({ happened: (...what) => this.#hear(...what) });
  }

  /** What its buttons do, by their names. */
  acts = {
    voice: () => this.#give("voice"),
    moderator: () => this.#give("moderator"),
    member: () => this.#give("member"),
    kick: () => this.#acts.kick(this.#room, this.#who),
    ban: () => this.#acts.ban(this.#room, this.#who),
    "mute-here": () => this.#more("mute-here"),
    "let-speak": () => this.#acts.letSpeak(this.#room, this.#who),
    more: () => this.#more(),
  };

  /** Show it of `{ name, number }`, once the number is known. */
  show(who) {
    [this.#who, this.#room] = [who, this.#chat.current];
    this.#asked.abort();
    this.#draw(null);
    if (who.number !== undefined && !this.#root.hidden) this.#learn();
  }

  async #learn() {
    const { signal } = (this.#asked = new AbortController());
    try {
      const its = await this.#acts.steering.member(this.#room, this.#who, signal);
      if (!signal.aborted) this.#draw(its ?? OUTSIDE);
    } catch {
      // The card says what does not come.
    }
  }

  #more(act) {
    return this.#acts.doing.about({ who: this.#who, place: this.#room.id, act });
  }

  #give(role) {
    return this.#acts.setRole(this.#room, this.#who, role, this.#member.role);
  }

  #hear(room, events) {
    const isIts = room === this.#room && events.some(({ kind }) => CHANGES.has(kind));
    if (isIts && this.#root.checkVisibility()) this.show(this.#who);
  }

  /** `member`: null until it is known what they are. */
  #draw(member) {
    this.#member = member;
    const [room, { you }] = [this.#room, this.#chat];
    const isOther = this.#who.number !== you.id;
    this.#root.hidden = !isOther || !VERBS.some((verb) => may(verb, room, you));
    const where = say("In {room}", { room: room.name });
    this.#find(".card-where").textContent = where;
    this.#find(".card-role").textContent = roleNames[member?.role] ?? "";
    const isIn = member && member !== OUTSIDE;
    const roles = isIn ? rolesFor(member.role, room, you) : [];
    const against = isIn ? ["mute", "kick", "ban"] : member ? ["ban"] : [];
    const done = against.filter((verb) => mayPutOut(verb, member, room, you));
    const muting = member?.role === "muted" ? "let-speak" : "mute-here";
    const acts = done.map((verb) => (verb === "mute" ? muting : verb));
    const offered = new Set([...roles, ...acts, ...(member ? ["more"] : [])]);
    for (const button of this.#root.querySelectorAll("[data-act]"))
      button.hidden = !offered.has(button.dataset.act);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}
