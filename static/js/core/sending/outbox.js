/**
 * What was typed and is not yet `posted`: kept in the browser's storage, sent in order.
 *
 * Each post has a key of its own, so that two tabs never write the same one. A post has
 * the id that it was given at Enter for good: the server answers the second sending
 * like the first. `owner` is the tab that sends it; who finds a dead tab's posts adopts
 * them.
 *
 * A post: {id, to, name, body, action, reply, poll, made, owner, error}. `to` is as on the wire and
 * never changes; `name` is the conversation's; `action`: it tells what the person does,
 * and is not there in what an older page kept; `made` is in milliseconds since 1970, each
 * later than the one before; `reply`, if it is one: {epoch, quote}, of which log it is
 * what it answers, and what is shown of that; `poll`, if it asks: {text, options, many},
 * which its `body` says, too; `error` is the server's refusal, if there was one, or that
 * it waits for a moderator by that `number`.
 */
import { PASSING } from "../passing.js";

const ANSWER_MS = 20_000;
const DEFAULT_RETRY_SECONDS = 1;
// Who has to wait for longer is told: what is for others need not wait as well.
const LONGEST_PAUSE_SECONDS = 60;
// It may be said of one place alone: what is for others need not wait.
const OF_A_PLACE = "unavailable";

export class Outbox {
  owner;
  #posts = new Map();
  #sentId = null;
  #sentAt = 0;
  #pausedUntil = 0;
  // The same of the first post to a place, by its id.
  #pauses = new Map();
  #lastMade = 0;
  #storage;
  #prefix;
  #newId;

  constructor({ storage, person, owner, newId }) {
    this.#storage = storage;
    this.#prefix = `chatsite.outbox.${person}.`;
    this.owner = owner;
    this.#newId = newId;
  }

  /** This tab's posts, in the order they were made. */
  get posts() {
    return [...this.#posts.values()].sort((a, b) => a.made - b.made);
  }

  get(id) {
    return this.#posts.get(id);
  }

  /** Keep a post; with an `error` it waits for the person, as one that was refused. */
  add({ id = this.#newId(), to, name, body, ...more }, now) {
    const { action = false, reply, poll, error = null } = more;
    this.#lastMade = Math.max(now, this.#lastMade + 1);
    const said = { to, name, body, action, reply, poll, made: this.#lastMade };
    const post = { id, ...said, owner: this.owner, error };
    this.#keep(post);
    return post;
  }

  // --- Sending: one at a time, so that their order holds -----------------------------

  /** What to send now, if anything; once it is sent, say so with `sent`. */
  next(now) {
    if (now < this.#pausedUntil) return null;
    const sent = this.#posts.get(this.#sentId);
    if (sent) return now >= this.#sentAt + ANSWER_MS ? sent : null;
    const isDue = (post) => !post.error && due(post, this.#pauses) <= now;
    return this.posts.find(isDue) ?? null;
  }

  /**
   * Milliseconds until `next` may have something, or null if that is not up to time.
   */
  wait(now) {
    const waiting = this.posts.filter((post) => !post.error);
    if (!waiting.length) return null;
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    const dues = waiting.map((post) => due(post, this.#pauses));
    const next = this.#sentId ? this.#sentAt + ANSWER_MS : Math.min(...dues);
    return Math.max(0, next - now);
  }

  /** Milliseconds until a post may be sent, as far as its place is concerned. */
  pauseOf = (post, now) => Math.max(0, due(post, this.#pauses) - now);

  sent(id, now) {
    this.#sentId = id;
    this.#sentAt = now;
  }

  /** Whatever was under way is sent again when the connection is back. */
  connectionLost() {
    this.#sentId = null;
    this.#pausedUntil = 0;
    this.#pauses.clear();
  }

  // --- What the server says ----------------------------------------------------------

  /** It is in the log. */
  confirm(id) {
    this.#landed(id);
    this.#forget(id);
  }

  /**
   * An `error` answered it; returns whether it was one of ours. `isOfPlace`: what is for
   * others need not wait as well.
   */
  refuse(id, { code, detail, retry, number }, now, isOfPlace = code === OF_A_PLACE) {
    const post = this.#posts.get(id);
    if (!post) return false;
    this.#landed(id);
    const seconds = retry ?? DEFAULT_RETRY_SECONDS;
    if (PASSING.has(code) && seconds <= LONGEST_PAUSE_SECONDS) {
      const until = now + 1000 * seconds;
      if (isOfPlace) this.#pauses.set(id, { ...post, until });
      else this.#pausedUntil = until;
    } else {
      this.#keep({ ...post, error: { code, detail, number } });
    }
    return true;
  }

  // --- What the person says about a refused one --------------------------------------

  retry(id) {
    const post = this.#posts.get(id);
    if (!post) return;
    // What it answers is not there, or not any more; what it says may still be said.
    const isLost = post.error?.code === "no-such-conversation";
    this.#keep({ ...post, reply: isLost ? undefined : post.reply, error: null });
  }

  remove(id) {
    this.#landed(id);
    return this.#forget(id);
  }

  // --- Other tabs --------------------------------------------------------------------

  /** What waits in any of this person's tabs, as a set of ids. */
  get ids() {
    return new Set([...this.#posts.keys(), ...this.stored().map(({ id }) => id)]);
  }

  /** What waits in the browser's storage, of all tabs. */
  stored() {
    const keys = this.#storage.keys().filter((key) => key.startsWith(this.#prefix));
    return keys.map((key) => parsed(this.#storage.getItem(key))).filter(Boolean);
  }

  /** The owners of posts in the storage that are not this tab. */
  strangers() {
    const owners = this.stored().map((post) => post.owner);
    return new Set(owners.filter((owner) => owner !== this.owner));
  }

  /** Make the posts of a tab that is gone this tab's own; returns them. */
  adopt(owner) {
    const orphans = this.stored().filter((post) => post.owner === owner);
    for (const post of orphans) this.#keep({ ...post, owner: this.owner });
    return orphans;
  }

  /** Another tab took a key away: its post has arrived, or was removed there. */
  keyRemoved(key) {
    return key.startsWith(this.#prefix) && this.remove(key.slice(this.#prefix.length));
  }

  #keep(post) {
    this.#posts.set(post.id, post);
    this.#storage.setItem(this.#prefix + post.id, JSON.stringify(post));
  }

  #forget(id) {
    this.#storage.removeItem(this.#prefix + id);
    return this.#posts.delete(id);
  }

  #landed(id) {
    this.#pauses.delete(id);
    if (this.#sentId === id) this.#sentId = null;
  }
}

/** Whether it waits for a moderator. */
export function isHeld({ error }) {
  return Boolean(error?.number);
}

/** Whether the person has to decide what becomes of it. */
export function isRefused(post) {
  return Boolean(post.error) && !isHeld(post);
}

/** When a post may be sent, as far as its place is concerned: in order, there. */
function due({ to, name }, pauses) {
  const there = [...pauses.values()].filter(
    (each) => each.to === to || each.name === name,
  );
  return Math.max(0, ...there.map(({ until }) => until));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not ours
  }
}
