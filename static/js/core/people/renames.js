/** Who is called otherwise from now on: all that shows the name here follows. */
export class Renames {
  #you;
  #blocks;
  #conversations;
  #signals;

  constructor({ you, blocks, conversations, signals }) {
    this.#you = you;
    this.#blocks = blocks;
    this.#conversations = conversations;
    this.#signals = signals;
  }

  /** Take in the whole list, from `welcome`; returns as `Conversations.replace`. */
  replace(wires) {
    const former = new Map([...this.#conversations].map((each) => [each, each.name]));
    const gone = this.#conversations.replace(wires);
    for (const each of this.#conversations) this.#follow(each, former.get(each));
    return gone;
  }

  /** The event `renamed`. */
  hear({ person, gone }) {
    const { id, name, guest } = person;
    if (id === this.#you.id) {
      Object.assign(this.#you, { name, guest });
      this.#signals.you.emit();
    }
    if (this.#blocks.rename(id, name)) this.#signals.blocked.emit();
    this.#renameTalk(person, gone);
    for (const each of this.#conversations) each.renameOne(person);
    // What a guest has said who is gone stays under the name that it had.
    if (!gone) this.#renameWords(new Map([[id, name]]), guest);
    this.#signals.listed.emit();
  }

  /** What those who are here are called: nobody may have said that it is otherwise. */
  hearList(people, numbers = [], keys = {}) {
    if (people.length !== numbers.length) return; // a server of before
    this.#take(new Map(numbers.map((number, place) => [number, people[place]])), keys);
  }

  /** The same of a delta: who is called otherwise has come and gone. */
  hearDelta({ online, came = [], went = [], keys = {} }) {
    const others = came.map((number, place) => [number, online[place]]);
    this.#take(new Map(others.filter(([number]) => went.includes(number))), keys);
  }

  #take(names, keys) {
    if (!names.size) return;
    for (const { person, label, gone } of [...this.#conversations]) {
      const name = names.get(person);
      if (name === undefined || name === label || gone) continue;
      this.#renameTalk({ id: person, name, key: keys[name] ?? name });
      this.#signals.listed.emit();
    }
    this.#renameWords(names);
  }

  #renameTalk({ id, name, key }, gone = false) {
    const talk = this.#conversations.withPerson(id);
    const former = talk?.name;
    talk?.rename(`@${name}`, `@${key}`, gone);
    if (talk) this.#follow(talk, former);
  }

  #renameWords(names, guest = undefined) {
    for (const each of this.#conversations) {
      const messages = each.messages?.rename(names, guest) ?? [];
      if (messages.length) this.#signals.changed.emit(each, messages);
    }
  }

  #follow(conversation, former) {
    if (former !== undefined && former !== conversation.name)
      this.#signals.renamed.emit(conversation, former);
  }
}
