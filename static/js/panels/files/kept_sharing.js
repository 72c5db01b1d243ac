/**
 * What is being shared, kept until it is, so that it goes on in a page that is loaded
 * anew: {id, person, to, name, body, reply, files}, of each file {file, alt, id, href}.
 *
 * Whoever shares holds a lock as long as their page lives. On plain http there are no
 * locks, except on localhost: nothing is kept there, as nobody could tell what is left.
 * Where the page is closed the worker goes on with it, once the browser calls that.
 */
import { callWorker } from "../../browser/background_sync.js";
import { keep, remove, valuesOf } from "../../browser/database.js";
import { lockOf } from "../../browser/sharing.js";

const { locks, serviceWorker } = navigator;

export class KeptSharing {
  #release;
  #isCalled = false;
  #about;

  /** `about` is {id, person, to, name}. */
  constructor(about) {
    this.#about = about;
    const forgotten = new Promise((resolve) => (this.#release = resolve));
    locks?.request(lockOf(about.id), () => forgotten);
  }

  /** `said` is {body, reply, files}, as it is now. */
  async keep(said) {
    const { id } = this.#about;
    // Where there is no room it goes on all the same, as long as the page does.
    if (locks) await keep("shared", id, { ...said, ...this.#about }).catch(() => {});
    if (!this.#isCalled) await callWorker(await serviceWorker?.getRegistration());
    this.#isCalled = true;
  }

  /** It is shared, or not to be. */
  async forget() {
    this.#release();
    await remove("shared", this.#about.id).catch(() => {}); // nothing can be kept
  }
}

/** What a page that is gone was sharing, of that person's; undefined if nothing. */
export async function leftOver(person) {
  const kept = locks ? await valuesOf("shared") : [];
  const { held } = (await locks?.query()) ?? {};
  const isHeld = ({ id }) => held.some(({ name }) => name === lockOf(id));
  return kept.find((each) => each.person === person && !isHeld(each));
}
