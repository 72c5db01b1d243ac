/** Lists of messages that are kept: what is pinned here, and what somebody has saved. */
import { FoundList } from "../lists/found_list.js";
import { nearTo } from "../../dom/near.js";
import { say } from "../../words/words.js";

const PAGE = 50;
const GONE = say("This message is gone.");

class KeptPanel {
  chat;
  dialog;
  list;

  /** `open(conversation's name, seq)` shows a message where it was said. */
  constructor(dialog, parts) {
    this.chat = parts.chat;
    this.dialog = dialog;
    this.list = new FoundList(dialog, parts, {
      row: "kept-row",
      ask: (before, signal) => this.#ask(before, signal),
      tell: (each) => this.#tell(each),
      dress: (row, { from }) => {
        row.querySelector("button").ariaLabel = this.offLabel(from);
      },
    });
    dialog.querySelector(".found-list").addEventListener("click", ({ target }) => {
      if (target.closest("button")) this.#take(target.closest(".kept-row"));
    });
  }

  async show() {
    await this.list.show();
  }

  async #ask(before, signal) {
    const { found, more } = await this.fetch({ before, limit: PAGE }, signal);
    return { found, more, next: found.at(-1)?.number };
  }

  #tell({ conversation, body, at, by, gone, kept }) {
    const place = this.chat.conversations.byId(conversation);
    const where = this.where(place, by);
    if (gone) return { where, at: at ?? kept, body: GONE };
    return { where, at: at ?? kept, body: body ?? "", place };
  }

  async #take(row) {
    const [id, seq] = row.dataset.key.split("/").map(Number);
    const place = this.chat.conversations.byId(id) ?? { id, log: {} };
    const near = nearTo(row);
    try {
      await this.off(place, { seq });
      this.list.drop(id, seq);
      (near() ?? this.dialog).querySelector("button").focus();
    } catch (refusal) {
      this.list.refuse(refusal.message);
    }
  }
}

export class PinsPanel extends KeptPanel {
  constructor(parts) {
    super(document.getElementById("pins-dialog"), parts);
    parts.chat.signals.observe({
      changed: (place, messages) => this.#changed(place, messages),
    });
  }

  /** Somebody else has pinned one, or taken a pin off. */
  #changed(place, messages) {
    if (!this.dialog.open || place !== this.chat.current) return;
    const isOther = ({ seq, pinned = false }) => pinned !== this.list.has(place.id, seq);
    if (messages.some(isOther)) this.list.begin();
  }

  async fetch(_, signal) {
    if (this.chat.current.id === null) return { found: [], more: false };
    const asked = { type: "pins", conversation: this.chat.current.id };
    const { pins } = await this.chat.commands.page(asked, signal);
    return { found: pins, more: false };
  }

  where(_place, by) {
    return by ? say("pinned by {name}", { name: by }) : "";
  }

  offLabel(name) {
    return name ? say("Unpin the message of {name}", { name }) : say("Unpin");
  }

  off(place, message) {
    return this.chat.kept.pin(place, message, false);
  }
}

export class SavedPanel extends KeptPanel {
  constructor(parts) {
    super(document.getElementById("saved-dialog"), parts);
  }

  async fetch(page, signal) {
    const { saved, more } = await this.chat.kept.listSaved(page, signal);
    return { found: saved, more };
  }

  where(place) {
    return place?.called ?? "";
  }

  offLabel(name) {
    return name
      ? say("Take the message of {name} off the list", { name })
      : say("Take it off the list");
  }

  off(place, message) {
    return this.chat.kept.save(place, message, false);
  }
}
