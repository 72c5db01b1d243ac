/**
 * Notices of the system, for whoever does not look at the page: of private words, and of
 * what names them in a room. Of each conversation there is one, of the last message; a
 * click on it leads there.
 */
import { Pause } from "../../core/reading/pause.js";
import { say } from "../../words/words.js";

// What is read in this time, here or elsewhere, calls nobody.
const PATIENCE_MS = 1_000;
const MOST_CHARACTERS = 200;

export class Notifier {
  #notices = new Map();
  #clock;
  #comeTo;
  #pause;

  /** `comeTo(name, seq)` shows a message, whatever else is open. */
  constructor({ chat, clock, comeTo }) {
    [this.#clock, this.#comeTo] = [clock, comeTo];
    this.#pause = new Pause({ ...chat, clock });
    chat.parts.push(this.#pause); // it hears events from now on
    chat.signals.observe({ listed: () => this.#closeRead() });
  }

  /** Somebody else has said that there. */
  arrived(place, message) {
    this.#clock.after(PATIENCE_MS, () => {
      if (isLookedAt() || !isMeant(place, message.seq)) return;
      this.#pause.unlessOn(() => this.#show(place, message));
    });
  }

  #show(place, { from, body, seq }) {
    const isAmong = place.isRoom || place.isGroup;
    const title = isAmong ? say("{from} in {place}", { from, place: place.called }) : from;
    const text = [...body].slice(0, MOST_CHARACTERS).join("");
    // Other tabs have the same tag: there is one for all of them.
    const notice = new Notification(title, { body: text, tag: `chatsite ${place.id}` });
    this.#notices.set(place, { notice, seq });
    notice.addEventListener("click", () => {
      globalThis.focus();
      notice.close();
      this.#comeTo(place.name, seq);
    });
  }

  #closeRead() {
    for (const [place, { notice, seq }] of this.#notices) {
      if (isMeant(place, seq)) continue;
      notice.close();
      this.#notices.delete(place);
    }
  }
}

function isLookedAt() {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** Whether that message is for this person, and unread: as what calls in the lists. */
function isMeant({ isRoom, level, named, news }, seq) {
  return level !== "nothing" && (isRoom ? named : news).has(seq);
}
