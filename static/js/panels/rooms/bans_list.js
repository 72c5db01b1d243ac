/** Who is kept out of a room: by whom, why, until when; and how they may come again. */
import { apart, say } from "../../words/words.js";
import { follow } from "../../dom/follow.js";
import { may } from "../../core/rules.js";
import { onRowArrows } from "../../dom/arrows.js";
import { Roving } from "../../dom/roving.js";
import { stamp } from "../../dom/stamp.js";

export class BansList {
  /** What happens to a room that has another list come of it. */
  static CHANGES = new Set(["kicked", "banned", "unbanned", "role"]);
  #asked = new AbortController();
  #root;
  #chat;
  #acts;
  #room = null;

  /** `acts` lets them come again: see `SteeringActs`. */
  constructor(root, { chat, acts }) {
    [this.#root, this.#chat, this.#acts] = [root, chat, acts];
    const list = this.#find("ul");
    new Roving(list, "button");
    onRowArrows(list, "li");
  }

  /** Ask who is kept out of a room, and show them, to those who may know. */
  async show(room) {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    this.#root.hidden = !may("see bans", room, this.#chat.you);
    if (this.#root.hidden) return;
    if (room !== this.#room) this.#write([], say("One moment…"));
    this.#room = room;
    try {
      const bans = await this.#acts.steering.bans(room, signal);
      if (!signal.aborted) this.#write(bans, bans.length ? "" : say("Nobody."));
    } catch (refusal) {
      if (!signal.aborted) this.#write([], refusal.message);
    }
  }

  #write(bans, text) {
    follow(this.#find("ul"), bans, {
      keyOf: ({ author, name }) => `${author} ${name}`,
      rowKey: (row) => row.dataset.key,
      make: () => this.#newRow(),
      fill: (row, each) => this.#fill(row, each),
    });
    this.#find("[role=status]").textContent = text;
  }

  #newRow() {
    const row = stamp("ban-row");
    row.querySelector("button").addEventListener("click", () => this.#lift(row));
    return row;
  }

  #fill(row, { author, name, by, banned, until, reason }) {
    Object.assign(row.dataset, { key: `${author} ${name}`, name, author });
    row.querySelector(".ban-name").textContent = name;
    const kind = banned ? say("Banned") : say("Kicked");
    const about = [
      by ? say("{what} by {name}", { what: kind, name: by }) : kind,
      until ? say("until {until}", { until: new Date(until) }) : say("for good"),
    ];
    row.querySelector(".ban-about").textContent = about.join(say(", "));
    row.querySelector(".ban-reason").textContent = reason ? apart(reason) : "";
    const button = row.querySelector("button");
    button.hidden = !may("ban", this.#room, this.#chat.you);
    button.ariaLabel = say("Let in {name}", { name });
  }

  async #lift(row) {
    const { name, author } = row.dataset;
    const whom = { name, number: Number(author) || undefined };
    try {
      await this.#acts.unban(this.#room, whom);
      await this.show(this.#room);
    } catch (refusal) {
      this.#find("[role=status]").textContent = refusal.message;
    }
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}
