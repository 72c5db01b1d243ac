/** Edits that were begun, each of a message; kept as drafts are. */
export class Edits {
  #drafts;

  constructor(drafts) {
    this.#drafts = drafts;
  }

  /** The edit of one message: {before, body}, how it read and is to read; or null. */
  get(conversation, { seq, id }) {
    try {
      const kept = JSON.parse(this.#drafts.get(nameOf(conversation, seq)));
      // After a restore the number can be another one's.
      return [undefined, id].includes(kept.id) ? kept : null;
    } catch {
      return null; // there is none
    }
  }

  keep(conversation, { seq, id }, { before, body }) {
    const text = body === before ? "" : JSON.stringify({ id, before, body });
    this.#drafts.keep(nameOf(conversation, seq), text);
  }

  forget(conversation, seq) {
    this.#drafts.keep(nameOf(conversation, seq), "");
  }

  /** The messages of a conversation with an edit. */
  seqsIn(conversation) {
    const beginning = nameOf(conversation, "");
    const names = this.#drafts.names(beginning);
    return names.map((name) => Number(name.slice(beginning.length)));
  }
}

function nameOf({ id }, seq) {
  return `edit.${id}.${seq}`;
}
