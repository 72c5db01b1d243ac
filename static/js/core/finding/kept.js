/** What is kept of messages, and chosen of what they ask, by this person's verbs: as in `Commands`. */
import { Deletions } from "../sending/deletions.js";
import { Held } from "../moderation/held.js";
import { Later } from "../sending/later.js";
import { Moderation } from "../moderation/waiting.js";
import { Polls } from "../content/polls.js";
import { Saved } from "./saved.js";

export class Kept {
  deletions;
  held;
  later;
  moderation;
  polls;
  saved;
  #requests;

  /**
   * `parts`: `commands`, the `postman`, `you`, the `connection`, the `conversations`, the `clock`, the
   * `signals`, the `reports` and `newId`.
   */
  constructor({ requests, ...parts }) {
    this.#requests = requests;
    this.held = new Held({ ...parts, requests });
    this.later = new Later({ ...parts, requests });
    this.moderation = new Moderation({ ...parts, requests, held: this.held });
    this.polls = new Polls({ ...parts, requests });
    this.deletions = new Deletions(parts);
    this.saved = new Saved({ ...parts, kept: this });
  }

  /** Those that take events of the wire in. */
  get parts() {
    return [this.held, this.later, this.moderation, this.polls, this.saved];
  }

  pin({ id, log }, { seq }, on) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return this.#requests.wish({ type: "pin", ...where, on });
  }

  save({ id, log }, { seq }, on) {
    const where = { conversation: id, epoch: log.epoch, seq };
    return this.#requests.wish({ type: "save", ...where, on });
  }

  /** A page of what is saved, `before` a number of the page before. */
  listSaved({ before, limit }, signal) {
    return this.#requests.wish({ type: "saved", before, limit }, signal);
  }
}
