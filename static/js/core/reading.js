/** What this person has read, what calls them, and who has read what they have said. */
import { Levels } from "./reading/levels.js";
import { Reader } from "./reading/reader.js";
import { Readers } from "./reading/readers.js";

export class Reading {
  reader;
  readers;
  parts;
  #levels;
  #quiet;

  constructor({ quiet, ...common }) {
    this.#quiet = quiet;
    this.reader = new Reader(common);
    this.readers = new Readers(common);
    this.#levels = new Levels(common);
    this.parts = [this.reader, this.readers, this.#levels];
  }

  /** What is shown to others, as `welcome` says it; a server of before does not. */
  begin({ receipts = true }) {
    this.readers.set(receipts);
  }

  /** Somebody looks at a conversation. */
  look(conversation) {
    this.#quiet.look(conversation);
    this.#levels.look(conversation);
    this.reader.count(conversation);
    this.readers.look(conversation);
  }

  /** And at another one. */
  leave(conversation) {
    conversation.isKept = false;
    this.readers.forget(conversation);
  }
}
