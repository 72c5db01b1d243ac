/** Says how the connection is, with the seconds to the next try. */
import { say, sayCount } from "../words/words.js";

const TEXTS = {
  connecting: say("Connecting"),
  connected: say("Connected"),
  delayed: say("Live updates are delayed"),
  reconnecting: say("Reconnecting"),
  offline: say("Offline"),
  closed: say("Disconnected"),
};

export class StateView {
  #ticking = null;
  #root;
  #text;
  #next;
  #button;
  #clock;

  constructor({ root, clock, tryNow }) {
    this.#root = root;
    this.#clock = clock;
    this.#text = root.querySelector(".state-text");
    this.#next = root.querySelector(".state-next");
    this.#button = root.querySelector(".state-now");
    this.#button.addEventListener("click", tryNow);
  }

  show({ state, retryAt }) {
    const nextTry = state === "connecting" ? null : retryAt; // it is soon
    this.#root.dataset.state = state;
    // A style sheet's `:has()` would look again at all rows whenever one comes.
    const isKnown = state.startsWith("connect");
    this.#root.closest(".app").classList.toggle("is-in-doubt", !isKnown);
    if (this.#text.textContent !== TEXTS[state]) this.#text.textContent = TEXTS[state];
    this.#button.hidden = nextTry === null;
    this.#clock.cancel(this.#ticking);
    this.#tick(nextTry);
  }

  #tick(retryAt) {
    if (retryAt === null) {
      this.#next.textContent = "";
      return;
    }
    const ms = Math.max(0, retryAt - this.#clock.now());
    const seconds = Math.ceil(ms / 1000);
    this.#next.textContent = sayCount(
      seconds,
      "next try in {count} s",
      "next try in {count} s",
    );
    this.#ticking = this.#clock.after(ms % 1000 || 1000, () => this.#tick(retryAt));
  }
}
