/**
 * Logging out forgets what was typed here, once it is done; it asks first if something
 * waits to be sent.
 */
import { forgetAll } from "../../browser/database.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { unsubscribe } from "./own_device.js";
import { say, sayCount } from "../../words/words.js";

const ANSWER_MS = 15_000;
const UNREACHED = say(
  "The site cannot be reached: you are still logged in. Try again in a moment.",
);
const REFUSED = say("You are still logged in. Load the page anew, and try again.");

export class LogOut {
  #isUnderWay = false;
  #hasEnded = false;
  #question = new FormDialog(document.getElementById("logout-dialog"));
  #form;
  #count;
  #typed;
  #leave;
  #tell;

  /**
   * `form` is sent; `count()` is how many messages wait to be sent; of what was `typed`,
   * `pause()` keeps nothing more, in any tab, until `resume()`, and `clear()` forgets it;
   * `leave()` goes to the log-in page, `tell(text)` shows a notice.
   */
  constructor({ form, count, typed, leave, tell }) {
    this.#form = form;
    this.#count = count;
    this.#typed = typed;
    this.#leave = leave;
    this.#tell = tell;
  }

  /** Log out, at once if nothing is lost by it. */
  start() {
    const count = this.#count();
    if (count) {
      document.getElementById("logout-text").textContent = waitingText(count);
      this.#question.open({}, () => this.#attempt());
    } else {
      this.#attempt().catch((refusal) => this.#tell(refusal.message));
    }
  }

  /** The server has ended the connection; returns whether that was wanted here. */
  ended() {
    this.#hasEnded = true;
    return this.#isUnderWay;
  }

  async #attempt() {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#typed.pause();
    const refusal = await ask(this.#form);
    this.#isUnderWay = false;
    if (refusal && !this.#hasEnded) {
      this.#typed.resume();
      throw new Error(refusal);
    }
    this.#typed.clear();
    await forgetAll().catch(() => {}); // nothing can be kept here, and nothing was
    await unsubscribe().catch(() => {}); // the push service does not answer
    this.#leave();
  }
}

/** Send the form; returns why it was in vain, or nothing. */
async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    // Whoever is out is sent to another page.
    const how = { method: "POST", body, redirect: "manual", signal };
    const { type } = await fetch(form.action, how);
    return type === "opaqueredirect" ? "" : REFUSED;
  } catch {
    return UNREACHED;
  }
}

export function waitingText(count) {
  return sayCount(
    count,
    "A message waits to be sent. If you log out now, it is lost.",
    "{count} messages wait to be sent. If you log out now, they are lost.",
  );
}
