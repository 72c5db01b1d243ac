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
    // What a guest has said who is gone stays under the name that it had.
    if (!gone) this.#renameWords(person);
    this.#signals.listed.emit();
  }

  #renameTalk({ id, name, key }, gone) {
    const talk = this.#conversations.withPerson(id);
    const former = talk?.name;
    talk?.rename(`@${name}`, `@${key}`, gone);
    if (talk) this.#follow(talk, former);
  }

  #renameWords(person) {
    for (const each of this.#conversations) {
      const messages = each.messages?.rename(person) ?? [];
      if (messages.length) this.#signals.changed.emit(each, messages);
    }
  }

  #follow(conversation, former) {
    if (former !== undefined && former !== conversation.name)
      this.#signals.renamed.emit(conversation, former);
  }
}
