/**
 * What the core tells those who look at it. It knows none of them: each brings an
 * observer, an object with a function for every signal that it wants to hear.
 */
class Signal {
  #isOfOne;
  #listeners = [];

  /** `isOfOne`: its first fact is the one conversation that it is about. */
  constructor({ isOfOne = false } = {}) {
    this.#isOfOne = isOfOne;
  }

  /** The same listener, to what is about `here.current` alone. */
  within(here, listener) {
    if (!this.#isOfOne) return listener;
    return (conversation, ...facts) =>
      conversation === here.current && listener(conversation, ...facts);
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  forget(listener) {
    this.#listeners = this.#listeners.filter((each) => each !== listener);
  }

  emit(...facts) {
    for (const listener of this.#listeners) listener(...facts);
  }
}

const OF_ONE = { isOfOne: true };

export class Signals {
  /** (conversation): it was just opened, or the messages of an open one have come. */
  shown = new Signal(OF_ONE);
  /** (conversation): of the open ones, the person is at this one now. */
  turned = new Signal();
  /** (conversation, messages): these have come, or read otherwise now. */
  changed = new Signal(OF_ONE);
  /** (conversation, messages): a page of older ones, or of newer ones, has come. */
  extended = new Signal(OF_ONE);
  /** (conversation, seq): that message was to be seen, and where it is, is here. */
  reached = new Signal(OF_ONE);
  /** (conversation, message): somebody else has written it just now. */
  arrived = new Signal();
  /** (post, seq): one's own post has taken its number. */
  landed = new Signal();
  /** (): the posts that wait are others. */
  waiting = new Signal();
  /** (): the conversations, or what is unread in them. */
  listed = new Signal();
  /** (conversation): something in it is unread again. */
  markedUnread = new Signal(OF_ONE);
  /** (): who has read what this person has said last. */
  readers = new Signal();
  /** (conversation, former): it has another name than that. */
  renamed = new Signal();
  /** (): what this person is called. */
  you = new Signal();
  /** (conversation, events): that has happened in it beside what is said. */
  happened = new Signal(OF_ONE);
  /** (event): somebody has come into a conversation, or left it, or another name. */
  members = new Signal();
  /** (): the invitations that wait for an answer. */
  invited = new Signal();
  /** (): who is here. */
  people = new Signal();
  /** ({name, href}): somebody is seen by that picture, or by a letter. */
  pictured = new Signal();
  /** (): who is typing. */
  typing = new Signal();
  /** (): what this person sends later. */
  later = new Signal();
  /** (event): how many reports, or people who want in, wait for this person, as the wire
   *  says it; without it nothing is new. */
  queue = new Signal();
  /** (): how much waits for this person, who moderates, or what they look after. */
  moderation = new Signal();
  /** (messages): these wait for this person, who decides. */
  held = new Signal();
  /** (report): one's own has come, or was handled. */
  reported = new Signal();
  /** (): the connection came up, broke, or is tried again. */
  connection = new Signal();
  /** (): the server has said how everything is. */
  welcomed = new Signal();
  /** (): whom this person has blocked. */
  blocked = new Signal();
  /** (conversation, by, reason): an open one is not this person's any more; or one that
   *  somebody has put them out of. */
  gone = new Signal();
  /** (): what the person wants waits for the connection. */
  delayed = new Signal();
  /** (detail): something was refused. */
  warned = new Signal();
  /** (): the site hands out a newer page than this. */
  outdated = new Signal();
  /** (detail): this person may not come back. */
  banned = new Signal();
  /**
   * (): the browser's session is somebody else's by now: nothing may go out in their
   * name.
   */
  stranger = new Signal();

  /**
   * Whoever was here first is told first, until they are told no more: `forget()`. Of
   * what is about one conversation a pane hears what is about its own: `here.current`.
   */
  observe(observer, here = null) {
    const heard = Object.entries(observer).map(([name, listener]) => [
      this[name],
      here ? this[name].within(here, listener) : listener,
    ]);
    for (const [signal, listener] of heard) signal.listen(listener);
    return () => heard.forEach(([signal, listener]) => signal.forget(listener));
  }
}
