/**
 * Commands that wait for their answer: it carries the `ref` that they were given.
 *
 * What a person wants is not forgotten because the connection is down: it waits, and is
 * sent when it is up, in order. Was it sent before and not answered, it is sent again:
 * to do it twice is as good as once.
 */
import { say } from "../words/words.js";

// What a second sending is refused with when the first one had done it.
const DONE_BEFORE = {
  leave: new Set(["not-a-member", "no-such-conversation"]),
  delete: new Set(["not-allowed"]),
};

export class Requests {
  #open = new Map();
  #count = 0;
  #send;
  #waits;

  /**
   * `send(command)` returns false while the connection is down; `waits()` is told that
   * a wish waits for it.
   */
  constructor(send, waits = () => {}) {
    this.#send = send;
    this.#waits = waits;
  }

  /** Resolves with the event that answers, rejects with a `Refusal`. */
  ask(command) {
    return this.#begin(command, { isWish: false });
  }

  /**
   * As `ask`, but it waits while the connection is down, until somebody aborts the
   * `signal`: then it is neither resolved nor rejected.
   */
  wish(command, signal = undefined) {
    const same = [...this.#open.values()].at(-1);
    const isSame = same?.isWish && !same.isSent && isEqual(same.command, command);
    if (isSame && !signal && !same.signal) return same.promise; // clicked twice
    return this.#begin(command, { isWish: true, signal });
  }

  /** Whether any wish has not been sent yet. */
  get hasWaiting() {
    return [...this.#open.values()].some((each) => each.isWish && !each.isSent);
  }

  /** Give an event to whoever waits for it; returns whether somebody did. */
  settle(event) {
    const asked = this.#open.get(event.ref);
    if (!asked) return false;
    this.#open.delete(event.ref);
    if (event.type === "error" && !isDoneBefore(asked, event))
      asked.reject(new Refusal(event));
    else asked.resolve(event);
    return true;
  }

  /** Nobody will be answered: wishes go out again, what else was asked is not wanted. */
  connectionLost() {
    for (const [ref, asked] of this.#open) {
      asked.isAgain ||= asked.isSent;
      asked.isSent = false;
      if (!asked.isWish) this.#reject(ref);
    }
  }

  /** The connection is up: send what waits. */
  connected() {
    for (const [ref, asked] of this.#open) if (!asked.isSent) this.#go(ref, asked);
  }

  #begin(command, { isWish, signal }) {
    this.#count += 1;
    const ref = `r${this.#count}`;
    const asked = { command, isWish, signal, isSent: false, isAgain: false };
    asked.promise = new Promise((resolve, reject) => {
      Object.assign(asked, { resolve, reject });
    });
    this.#open.set(ref, asked);
    signal?.addEventListener("abort", () => this.#withdraw(ref, asked));
    this.#go(ref, asked);
    if (isWish && !asked.isSent) this.#waits();
    else if (!asked.isSent) this.#reject(ref);
    return asked.promise;
  }

  #go(ref, asked) {
    asked.isSent = this.#send({ ...asked.command, ref });
  }

  /** What was sent cannot be taken back; it is not sent again. */
  #withdraw(ref, asked) {
    asked.isWish = false;
    if (!asked.isSent) this.#open.delete(ref);
  }

  #reject(ref) {
    this.#open.get(ref).reject(new Refusal(OFFLINE));
    this.#open.delete(ref);
  }
}

function isDoneBefore({ command, isAgain }, { code }) {
  return isAgain && (DONE_BEFORE[command.type]?.has(code) ?? false);
}

function isEqual(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Why a command was not carried out; `message` is for the person. */
class Refusal extends Error {
  code;
  retry;

  constructor({ code, detail, retry }) {
    super(detail);
    this.code = code;
    this.retry = retry;
  }
}

const OFFLINE = { code: "offline", detail: say("The connection broke.") };
