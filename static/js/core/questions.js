/** What is asked while somebody writes or looks: only now, while there is a connection. */
export class Questions {
  #commands;

  constructor(commands) {
    this.#commands = commands;
  }

  /** How a body would look, were it said. */
  async render(body) {
    const { html } = await this.#commands.ask({ type: "render", body });
    return html;
  }

  /** Who there is, here or away, whose name begins like that; so many at most. */
  async people(match, limit) {
    const { people } = await this.#commands.ask({ type: "people", match, limit });
    return people;
  }

  /** The first rooms with that in their names. */
  roomsLike(match, limit) {
    return this.#commands.ask({ type: "rooms", match, limit });
  }

  /** The newest messages with these words. */
  said(query, limit) {
    return this.#commands.ask({ type: "search", query, limit });
  }

  /** What one may know of somebody; `author` is their number, if it is known. */
  profile(name, author) {
    return this.#commands.ask({ type: "profile", name, author });
  }
}
