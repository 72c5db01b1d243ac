/**
 * What the core tells those who look at it. It knows none of them: each brings an
 * observer, an object with a function for every signal that it wants to hear.
 */
class Signal {
  #listeners = [];

  listen(listener) {
    this.#listeners.push(listener);
  }

  emit(...facts) {
    for (const listener of this.#listeners) listener(...facts);
  }
}

export class Signals {
  /** (conversation): the open one was just opened, or its messages have come. */
  shown = new Signal();
  /** (conversation, messages): these have come, or read otherwise now. */
  changed = new Signal();
  /** (conversation, messages): a page of older ones, or of newer ones, has come. */
  extended = new Signal();
  /** (conversation, message): somebody else has written it just now. */
  arrived = new Signal();
  /** (post, seq): one's own post has taken its number. */
  landed = new Signal();
  /** (): the posts that wait are others. */
  waiting = new Signal();
  /** (): the conversations, or what is unread in them. */
  listed = new Signal();
  /** (conversation, former): it has another name than that. */
  renamed = new Signal();
  /** (): what this person is called. */
  you = new Signal();
  /** (): the invitations that wait for an answer. */
  invited = new Signal();
  /** (): who is here. */
  people = new Signal();
  /** (): who is typing in the open conversation. */
  typing = new Signal();
  /** (): the connection came up, broke, or is tried again. */
  connection = new Signal();
  /** (): the server has said how everything is. */
  welcomed = new Signal();
  /** (): whom this person has blocked. */
  blocked = new Signal();
  /** (conversation): the open one is not this person's any more. */
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

  /** Whoever was here first is told first. */
  observe(observer) {
    for (const [name, listener] of Object.entries(observer))
      this[name].listen(listener);
  }
}
