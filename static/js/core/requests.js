/** Commands that wait for their answer: it carries the `ref` that they were given. */
export class Requests {
  #waiting = new Map();
  #count = 0;
  #send;

  /** `send(command)` returns false while the connection is down. */
  constructor(send) {
    this.#send = send;
  }

  /** Resolves with the event that answers, rejects with a `Refusal`. */
  ask(command) {
    return new Promise((resolve, reject) => {
      this.#count += 1;
      const ref = `r${this.#count}`;
      this.#waiting.set(ref, { resolve, reject });
      if (!this.#send({ ...command, ref })) this.#reject(ref, OFFLINE);
    });
  }

  /** Give an event to whoever waits for it; returns whether somebody did. */
  settle(event) {
    const waiting = this.#waiting.get(event.ref);
    if (!waiting) return false;
    if (event.type === "error") this.#reject(event.ref, event);
    else waiting.resolve(event);
    this.#waiting.delete(event.ref);
    return true;
  }

  /** Nobody will be answered. */
  connectionLost() {
    for (const ref of [...this.#waiting.keys()]) this.#reject(ref, OFFLINE);
  }

  #reject(ref, error) {
    this.#waiting.get(ref).reject(new Refusal(error));
    this.#waiting.delete(ref);
  }
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

const OFFLINE = {
  code: "offline",
  detail: "You are not connected right now. Try again in a moment.",
};
