/** What is asked while somebody writes or looks: only now, while there is a connection. */
export class Questions {
  #requests;

  constructor(requests) {
    this.#requests = requests;
  }

  /** How a body would look, were it said. */
  async render(body) {
    const { html } = await this.#requests.ask({ type: "render", body });
    return html;
  }

  /** Who there is, here or away, whose name begins like that; so many at most. */
  async people(match, limit) {
    const { people } = await this.#requests.ask({ type: "people", match, limit });
    return people;
  }

  /** The first rooms with that in their names. */
  roomsLike(match, limit) {
    return this.#requests.ask({ type: "rooms", match, limit });
  }

  /** The newest messages with these words. */
  said(query, limit) {
    return this.#requests.ask({ type: "search", query, limit });
  }

  /** What one may know of somebody; `author` is their number, if it is known. */
  profile(name, author) {
    return this.#requests.ask({ type: "profile", name, author });
  }
}
