/** What those who look after a room do with it, and with who is in it. */
import { may } from "../rules.js";
import { rankOf } from "../permissions.js";

const GIVEN = ["voice", "moderator", "member"];
// Whoever moderates the whole site stands above all of a room.
const SITE = rankOf("owner") + 1;

/** These verbs as commands of the wire: each is a promise of its answer. */
export class Steering {
  #commands;

  constructor(commands) {
    this.#commands = commands;
  }

  set(room, what, value, signal) {
    return this.#ask("set", room, { what, value }, signal);
  }

  /** `whom`: their name, and their number if it is known. */
  setRole(room, { name, number: author }, role, signal) {
    return this.#ask("role", room, { name, author, role }, signal);
  }

  letSpeak(room, { name, number: author }, signal) {
    return this.#ask("mute", room, { name, author, on: false }, signal);
  }

  kick(room, { name, number: author }, reason, signal) {
    return this.#ask("kick", room, { name, author, reason }, signal);
  }

  /** `seconds`: for how long; undefined: for good. */
  ban(room, { name, number: author }, { reason, seconds }, signal) {
    return this.#ask("ban", room, { name, author, on: true, reason, seconds }, signal);
  }

  unban(room, { name, number: author }, signal) {
    return this.#ask("ban", room, { name, author, on: false }, signal);
  }

  /** Who is kept out, the last first. */
  async bans(room, signal) {
    const { bans } = await this.#ask("bans", room, {}, signal);
    return bans;
  }

  /** Somebody as they are in a room; undefined if they are not in it. */
  async member(room, { name: match, number }, signal) {
    const { members } = await this.#ask("members", room, { match }, signal);
    return members.find(({ id }) => id === number);
  }

  #ask(type, { id }, fields, signal) {
    return this.#commands.page({ type, conversation: id, ...fields }, signal);
  }
}

/** What roles `you` may give somebody who has that one in a room. */
export function rolesFor(theirs, place, you) {
  const verb = (role) => {
    const isOfModerators = [role, theirs].includes("moderator");
    return isOfModerators ? "make a moderator" : "give a voice";
  };
  if (["owner", "muted"].includes(theirs)) return [];
  return GIVEN.filter((role) => role !== theirs && may(verb(role), place, you));
}

/** Whether `you` may `kick` or `ban` a member: none who may do as much there. */
export function mayPutOut(verb, member, place, you) {
  const own = rank({ role: place.role, moderates: you.moderates });
  return may(verb, place, you) && rank(member) < own;
}

function rank({ role, moderates }) {
  return moderates ? SITE : rankOf(role);
}
