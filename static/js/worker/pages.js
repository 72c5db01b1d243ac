/** Pages: from the site, and where that does not answer, what is kept for it. */

// What a server before the site answers while that is not there: 502 and 504.
const AWAY = [502, 504];

export class Pages {
  #files;
  #made;

  constructor({ files, made }) {
    [this.#files, this.#made] = [files, made];
  }

  /** The answer to a navigation. */
  async answer({ request, preloadResponse }) {
    try {
      const response = (await preloadResponse) ?? (await fetch(request));
      if (!AWAY.includes(response.status)) return response;
      return (await this.#kept()) ?? response;
    } catch (error) {
      const kept = await this.#kept();
      if (kept) return kept;
      throw error;
    }
  }

  #kept() {
    return this.#files.get(this.#made.page);
  }
}
