/**
 * How a room is, and what this person may change of it. It follows what others change;
 * what is refused is said where it was wanted.
 */
import { BansList } from "./bans_list.js";
import { ChoiceRow } from "../settings/choice_row.js";
import { closeByButtonOrOutside, FormDialog } from "../../dialogs/form_dialog.js";
import { choicesOf, TEXTS } from "./room_setting_rows.js";
import { may } from "../../core/rules.js";
import { say } from "../../words/words.js";
import { SteeringActs } from "../people/steering_acts.js";
import { TextRow } from "../settings/text_row.js";

const byId = (id) => document.getElementById(id);

export class RoomSettings {
  #dialog = byId("room-settings-dialog");
  #archiving = new FormDialog(byId("archive-dialog"));
  #handing = new FormDialog(byId("hand-over-dialog"));
  #room = null;
  #rows = [];
  #bans;
  #chat;
  #acts;

  /** `tell(text)` shows a notice. */
  constructor({ chat, clock, tell }) {
    [this.#chat, this.#acts] = [chat, new SteeringActs({ chat, clock, tell })];
    this.#bans = new BansList(this.#find(".room-bans"), { chat, acts: this.#acts });
    closeByButtonOrOutside(this.#dialog);
    this.#find("[data-act=archive]").addEventListener("click", () => this.#archive());
    this.#find("[data-act=hand-over]").addEventListener("click", () => this.#handOver());
    this.#dialog.addEventListener("close", () => (this.#room = null));
    chat.signals.observe({
      happened: (room, events) => this.#hear(room, events),
      gone: (room) => room === this.#room && this.#dialog.close(),
      welcomed: () => this.#room && this.#draw(),
    });
  }

  show() {
    this.#room = this.#chat.current;
    const set = (...what) => this.#set(...what);
    const texts = TEXTS.map((each) => new TextRow(each, set));
    const choices = choicesOf(this.#room).map((each) => new ChoiceRow(each, set));
    this.#rows = [...texts, ...choices];
    this.#find(".room-texts").replaceChildren(...texts.map(({ root }) => root));
    this.#find(".room-choices").replaceChildren(...choices.map(({ root }) => root));
    this.#draw();
    this.#bans.show(this.#room);
    this.#dialog.showModal();
  }

  #set(what, value) {
    const { steering } = this.#acts;
    if (what === "topic") return this.#chat.commands.setTopic(this.#room, value);
    return steering.set(this.#room, what, value);
  }

  #hear(room, events) {
    if (room !== this.#room) return;
    this.#draw();
    if (events.some(({ kind }) => BansList.CHANGES.has(kind))) this.#bans.show(room);
  }

  #draw() {
    const [room, { you }] = [this.#room, this.#chat];
    for (const row of this.#rows) row.show(room, may(row.what, room, you));
    this.#find(".room-settings-of").textContent = room.name;
    const archive = this.#find("[data-act=archive]");
    archive.textContent = room.archived ? say("Bring it back…") : say("Archive it…");
    archive.hidden = !may("archived", room, you);
    this.#find("[data-act=hand-over]").hidden = !may("hand over", room, you);
    this.#find(".room-archived").hidden = !room.archived;
  }

  #archive() {
    const [room, isBack] = [this.#room, Boolean(this.#room.archived)];
    const about = { room: room.name };
    byId("archive-title").textContent = isBack
      ? say("Bring {room} back?", about)
      : say("Archive {room}?", about);
    byId("archive-text").textContent = isBack
      ? say("It can be written in again.")
      : say("It can be read, and no more, until you bring it back.");
    this.#archiving.open({}, (_, signal) =>
      this.#acts.steering.set(room, "archived", !isBack, signal),
    );
  }

  #handOver() {
    const room = this.#room;
    byId("hand-over-title").textContent = say("Hand {room} over?", { room: room.name });
    const names = this.#chat.people.names.map((name) => new Option(name, name));
    byId("hand-over-names").replaceChildren(...names);
    this.#handing.open({}, ({ name }, signal) => {
      const whom = { name: name.value.trim().replace(/^@/, "") };
      return this.#acts.steering.setRole(room, whom, "owner", signal);
    });
  }

  #find(selector) {
    return this.#dialog.querySelector(selector);
  }
}
