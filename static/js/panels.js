/**
 * Panels: what opens only by an act of the person. Their code, style and markup are no
 * part of what the page comes with, and are fetched once, when the first is wanted.
 */
import { say } from "./words/words.js";

const ANSWER_MS = 15_000;
const MISSED = say("This could not be fetched. Try again in a moment.");
const GONE = say("This needs the newer version of this page: load it anew.");
const GONE_CODES = [404, 410];

export class Panels {
  #parts = null;
  #wishes = 0;
  #addresses;
  #here;
  #tell;
  #offerReload;

  /**
   * `addresses`: where `{ script, style, markup }` are; `here()` is the conversation
   * that is shown, `tell(text)` shows a notice, `offerReload()` one with a button.
   */
  constructor({ addresses, here, tell, offerReload }) {
    this.#addresses = addresses;
    this.#here = here;
    this.#tell = tell;
    this.#offerReload = offerReload;
  }

  /**
   * The way into a panel: `open(act)`. When it is first wanted, `make(parts)` makes it
   * of what `panels/all.js` has; then, and later at once, `act(panel)` is called. What
   * is held is called whatever else is wanted meanwhile.
   */
  of(make, { isHeld = false } = {}) {
    let panel = null;
    return (act) => {
      const isWanted = isHeld ? () => true : this.#wish();
      if (panel) return act(panel);
      return this.#get((parts) => {
        panel ??= make(parts);
        if (isWanted()) act(panel);
      });
    };
  }

  /** Whoever has wanted something else meanwhile, or left the place, wants it no more. */
  #wish() {
    this.#wishes += 1;
    const [wish, place] = [this.#wishes, this.#here()];
    return () => wish === this.#wishes && place === this.#here();
  }

  async #get(use) {
    this.#parts ??= fetched(this.#addresses);
    let parts;
    try {
      parts = await this.#parts;
    } catch (error) {
      this.#parts = null; // the next act tries again
      return this.#missed(error);
    }
    return use(parts);
  }

  #missed(error) {
    const isGone = error instanceof Gone;
    this.#tell(isGone ? GONE : MISSED);
    if (isGone) this.#offerReload();
  }
}

/** The site has a newer page, and nothing of this one any more. */
class Gone extends Error {}

async function fetched({ script, style, markup }) {
  // A browser may keep for good that an import has failed: first it is to be here.
  const [html] = await Promise.all([markup, style, script].map(textAt));
  await styled(style);
  const { panels } = await import(script);
  const holder = document.createElement("template");
  holder.innerHTML = html; // the site's own page, and nothing that anybody has said
  document.body.append(holder.content);
  return panels;
}

async function textAt(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (GONE_CODES.includes(answer.status)) throw new Gone();
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

function styled(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(address));
    });
    document.head.append(link);
  });
}
