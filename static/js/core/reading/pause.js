/** Whether this person has paused what calls them: at every door, until it ends. */
export class Pause {
  #asked = null;
  #clock;
  #commands;
  #until = 0;

  /**
   * It is asked for when something is to call, once on each connection, which hears of
   * all that changes from then on.
   */
  constructor({ clock, commands, signals }) {
    [this.#clock, this.#commands] = [clock, commands];
    // It may be another by now.
    signals.observe({ welcomed: () => (this.#asked = null) });
  }

  /** The wire's events that it takes in. */
  handlers = {
    paused: ({ until }) => this.#set(until),
    devices: ({ paused }) => this.#set(paused),
  };

  /** Call, unless it is paused; who is not told whether it is calls as well. */
  async unlessOn(call) {
    // Its answer is heard like any other.
    this.#asked ??= this.#commands.page({ type: "devices" }).catch(() => {});
    await this.#asked;
    if (this.#clock.now() >= this.#until) call();
  }

  #set(until) {
    this.#until = until ? this.#clock.read(until) : 0;
  }
}
