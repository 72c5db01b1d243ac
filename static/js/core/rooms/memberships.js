/** Which conversations this person is in: all of them at a welcome, then one by one. */
import { Renames } from "../people/renames.js";

// Who has missed more than this sees the conversation as if it were just opened.
const FAR_BEHIND = 400;

export class Memberships {
  #you;
  #conversations;
  #fetcher;
  #restored;
  #renames;
  #signals;

  constructor({ fetcher, ...facts }) {
    const { you, conversations, signals } = facts;
    this.#you = you;
    this.#conversations = conversations;
    this.#fetcher = fetcher;
    this.#restored = fetcher.restored;
    this.#renames = new Renames(facts);
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    joined: (event) => this.#joined(event),
    left: (event) => this.#left(event),
    renamed: (event) => {
      this.#renames.hear(event);
      this.#signals.members.emit(event);
    },
    online: ({ users, numbers, keys }) => this.#renames.hearList(users, numbers, keys),
    presence: (event) => this.#renames.hearDelta(event),
  };

  /** The whole list, from `welcome`, and who is here. */
  replace({ conversations, online, numbers, keys }) {
    const others = conversations.filter((wire) => this.#letGoIfOther(wire));
    if (others.length) this.#restored.tell();
    for (const wire of conversations) this.#forgetIfFar(wire);
    for (const gone of this.#renames.replace(conversations)) this.#tellGone(gone);
    this.#renames.hearList(online, numbers, keys);
  }

  /**
   * A talk was opened by a name that `person` has in another spelling, maybe: there is
   * one talk with one person.
   */
  settle(opened, { name, key }) {
    if (opened.id !== null) return;
    const known = this.#conversations.byName(`@${key}`);
    if (!known || known === opened) opened.rename(`@${name}`, `@${key}`);
    else {
      this.#conversations.remove(opened);
      this.#tellGone(opened);
    }
    this.#signals.listed.emit();
  }

  /** Returns whether what is here is of another log. */
  #letGoIfOther({ id, head, epoch }) {
    const known = this.#conversations.byId(id);
    const isOther = known?.log.isAnother(epoch) || head < known?.log.number;
    if (isOther) this.#restored.letGo(known);
    return isOther;
  }

  #forgetIfFar({ id, head }) {
    const known = this.#conversations.byId(id);
    if (known?.isLoaded && head - known.log.number > FAR_BEHIND) known.forget();
  }

  /** For oneself it is the whole conversation, for others who came only its number. */
  #joined(event) {
    const { conversation } = event;
    if (typeof conversation === "number") return this.#signals.members.emit(event);
    const known = this.#conversations.byId(conversation.id);
    if (known?.log.isAnother(conversation.epoch)) this.#restored.letGo(known);
    const joined = this.#conversations.add(conversation);
    if (joined.isOpen) this.#fetcher.load(joined);
    this.#fetcher.catchUp(joined);
    this.#signals.listed.emit();
    return undefined;
  }

  #left(event) {
    const { conversation, from, author, by, reason } = event;
    this.#signals.members.emit(event);
    const left = this.#conversations.byId(conversation);
    const isOwn = author === undefined ? from === this.#you.name : author === this.#you.id;
    if (!left) return;
    if (!isOwn) {
      left.letOneGo(author);
      if (left.isGroup) this.#signals.listed.emit();
      return;
    }
    this.#conversations.remove(left);
    this.#tellGone(left, by, reason);
    this.#signals.listed.emit();
  }

  #tellGone(conversation, by, reason) {
    if (conversation.isOpen || by) this.#signals.gone.emit(conversation, by, reason);
  }
}
