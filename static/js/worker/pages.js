/**
 * Pages: from the site, and where that does not answer, or is late, what is kept here.
 * No page of the site's is kept: most are somebody's own.
 */
import { forgetSeen, valueOf } from "../browser/database.js";

// A line on which a page takes so long is worse than none for whoever only reads.
const LATE_MS = 4_000;
// What a server before the site answers while that is not there.
const AWAY = [502, 504];
const SHUT_OUT = 403;
const LOG_IN = "/login/";
const CHAT = /^\/(?:$|(?:rooms|direct|groups)\/)/;

export class Pages {
  #files;
  #made;
  #after;

  /** `after(ms)` promises that so long has passed. */
  constructor({ files, made, after }) {
    [this.#files, this.#made, this.#after] = [files, made, after];
  }

  /** The answer to a navigation. */
  async answer({ request, preloadResponse }) {
    const { pathname } = new URL(request.url);
    const coming = fromSite(request, preloadResponse);
    const shell = CHAT.test(pathname) ? await this.#shell() : undefined;
    const late = shell ? this.#after(LATE_MS).then(() => shell) : new Promise(() => {});
    try {
      const response = await Promise.race([coming, late]);
      if (isNobodys(pathname, response)) await forgetSeen().catch(() => {});
      if (!AWAY.includes(response.status)) return response;
      return shell ?? (await this.#files.get(this.#made.page)) ?? response;
    } catch (error) {
      const kept = shell ?? (await this.#files.get(this.#made.page));
      if (kept) return kept;
      throw error;
    }
  }

  /** The page that starts of what is kept, if anything is. */
  async #shell() {
    const page = await valueOf("person", "page").catch(() => undefined);
    return page && this.#files.get(this.#made.shell);
  }
}

/** Whether nobody has logged in here any more, or is shut out. */
function isNobodys(pathname, { ok, status }) {
  return status === SHUT_OUT || (ok && pathname === LOG_IN);
}

async function fromSite(request, preloadResponse) {
  return (await preloadResponse) ?? fetch(request);
}
