/** What is done with somebody in a room, asked first where it is hard, and taken back. */
import { Doing, formOf } from "../moderation/doing.js";
import { say } from "../../words/words.js";
import { sentenceOf } from "../messages/happened_sentences.js";
import { Steering } from "../../core/rooms/steering.js";
import { UndoNotices } from "../undo_notices.js";

const byId = (id) => document.getElementById(id);

export class SteeringActs {
  doing;
  steering;
  #chat;
  #notices;
  #tell;
  #kicking = formOf("kick-dialog");
  #banning = formOf("ban-dialog");

  /** `tell(text)` shows a notice. */
  constructor({ chat, clock, tell }) {
    [this.#chat, this.#tell] = [chat, tell];
    this.#notices = new UndoNotices({ clock, tell });
    this.steering = new Steering(chat.commands);
    const offer = (text, undo) => this.#tellDone(text, undo);
    this.doing = new Doing({ chat, offer });
  }

  /** Give somebody in a room a role; `before` is theirs until then. */
  async setRole(room, who, role, before) {
    try {
      const done = await this.steering.setRole(room, who, role);
      this.#offer(done, () => this.steering.setRole(room, who, before));
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }

  kick(room, who) {
    const about = { name: who.name, room: room.name };
    byId("kick-title").textContent = say("Put {name} out of {room}?", about);
    this.#kicking.open({}, async ({ reason }, signal) => {
      const done = await this.steering.kick(room, who, reason.value, signal);
      this.#offer(done, () => this.#invite(room, who), say("Invite again"));
    });
  }

  ban(room, who) {
    const about = { name: who.name, room: room.name };
    byId("ban-title").textContent = say("Ban {name} from {room}?", about);
    this.#banning.open({}, async ({ reason, seconds }, signal) => {
      const how = { reason: reason.value, seconds: Number(seconds.value) || undefined };
      const done = await this.steering.ban(room, who, how, signal);
      this.#offer(done, () => this.#takeBack(room, who));
    });
  }

  /** Let somebody speak again who is muted in a room. */
  async letSpeak(room, who) {
    try {
      this.#tell(this.#said(await this.steering.letSpeak(room, who)));
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }

  /** Let somebody come again who was put out. */
  async unban(room, who) {
    this.#tell(this.#said(await this.steering.unban(room, who)));
  }

  #tellDone(text, undo) {
    if (!undo) return this.#tell(text);
    return this.#notices.offer(text, async () => this.#tell(await undo()));
  }

  #offer(done, undo, label) {
    if (done.seq) this.#notices.offer(this.#said(done), undo, label);
    else this.#tell(this.#said(done));
  }

  #said(done) {
    if (!done.seq) return say("That is so already.");
    return sentenceOf(done, this.#chat.blocks);
  }

  /** Into a private room nobody comes again of themselves. */
  async #takeBack(room, who) {
    await this.steering.unban(room, who);
    if (room.private) await this.#invite(room, who);
  }

  async #invite(room, { name }) {
    await this.#chat.commands.invite(room, name);
    this.#tell(say("{name} is invited to {room}.", { name, room: room.name }));
  }
}
