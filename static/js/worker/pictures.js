/**
 * Pictures of people, and the small ones of messages: as the site hands them out, which
 * looks each time who asks; and as they were seen last where it does not answer.
 */
import { PICTURES } from "../browser/database.js";

export const MOST = 100;
export const BYTES_MOST = 100_000;

export class Pictures {
  #caches;
  #fetch;

  constructor({ caches, fetch }) {
    [this.#caches, this.#fetch] = [caches, fetch];
  }

  areAt({ pathname, searchParams }) {
    const isSmall = pathname.startsWith("/files/") && searchParams.has("thumbnail");
    return isSmall || pathname.startsWith("/site/avatars");
  }

  /** The answer to a request; `after(promise)` has the worker live on for that. */
  async answer(request, after) {
    const cache = await this.#caches.open(PICTURES);
    try {
      const response = await this.#fetch(request);
      after(keepIn(cache, request, response.clone()));
      return response;
    } catch (error) {
      const kept = await cache.match(request);
      if (kept) return kept;
      throw error;
    }
  }
}

async function keepIn(cache, request, response) {
  const bytes = Number(response.headers.get("Content-Length") ?? Infinity);
  if (!response.ok || bytes > BYTES_MOST) return cache.delete(request);
  await cache.put(request, response);
  const keys = await cache.keys();
  const surplus = keys.slice(0, Math.max(0, keys.length - MOST));
  return Promise.all(surplus.map((each) => cache.delete(each)));
}
