/** What is done about somebody: asked first, with a reason; and taken back where it can be. */
import { backText, ModerationCommands } from "../../core/moderation/commands.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { may } from "../../core/rules.js";
import { say, sayCount } from "../../words/words.js";
import { Steering } from "../../core/rooms/steering.js";

const byId = (id) => document.getElementById(id);
// What may end by itself.
const TIMED = new Set(["mute-here", "ban", "mute", "person", "address", "network"]);

// Several do something about people, and each dialog has one form: of two, each would
// take what the other asks.
const forms = new Map();

export class Doing {
  #form = formOf("doing-dialog");
  #handling = formOf("handling-dialog");
  #chat;
  #moderation;
  #steering;
  #offer;

  /** `offer(text, undo)` says what was done; `undo()`, if it is given, takes it back. */
  constructor({ chat, offer }) {
    [this.#chat, this.#offer] = [chat, offer];
    this.#moderation = new ModerationCommands(chat.commands);
    this.#steering = new Steering(chat.commands);
    byId("doing-acts").addEventListener("change", () => this.#fit());
  }

  /**
   * Ask what is to be done about `who`, who has said something in `place`, a number;
   * `act` is proposed.
   */
  async about({ who, place, act }) {
    const room = this.#chat.conversations.byId(place);
    const powers = this.#chat.you.moderates
      ? (await this.#moderation.list()).may
      : [];
    byId("doing-title").textContent = say("What about {name}?", { name: who.name });
    const here = byId("doing-acts").querySelectorAll("label");
    for (const label of here)
      label.hidden = !this.#isOffered(label.querySelector("input").value, room, powers);
    const submit = (elements, signal) => this.#do(who, room, elements, signal);
    this.#form.open({}, submit);
    const offered = [...byId("doing-acts").querySelectorAll("label:not([hidden]) input")];
    const first = offered.find(({ value }) => value === act) ?? offered[0];
    if (first) first.checked = true;
    first?.focus();
    this.#fit();
  }

  /** Say what became of a report. */
  handle(report, outcome) {
    byId("handling-title").textContent =
      outcome === "acted"
        ? say("Something was done about {name}", { name: report.whom })
        : say("Nothing is to be done about {name}", { name: report.whom });
    byId("handling-help").textContent = say("Whoever has reported it reads that.");
    this.#handling.open({}, ({ word }) =>
      this.#chat.reports.handle(report, outcome, word.value),
    );
  }

  /** Have what waits not said. */
  refuse(held) {
    byId("handling-title").textContent = say("Not let {name} say that?", { name: held.from });
    byId("handling-help").textContent = say("{name} reads that.", { name: held.from });
    this.#handling.open({}, ({ word }, signal) =>
      this.#moderation.refuse(held, word.value, signal),
    );
  }

  #isOffered(act, room, powers) {
    if (act === "purge-here") return room && may("delete what others said", room, this.#chat.you);
    if (act === "mute-here") return room && may("mute", room, this.#chat.you);
    if (act === "kick" || act === "ban") return room && may(act, room, this.#chat.you);
    if (["purge", "mute", "avatar"].includes(act)) return powers.includes(act);
    return powers.includes(act === "person" ? "shutout" : "address");
  }

  /** What is chosen has an end, or none. */
  #fit() {
    const act = byId("doing-dialog").querySelector("[name=act]:checked")?.value;
    byId("doing-time").hidden = !TIMED.has(act);
    const forGood = byId("doing-time").querySelector("[value='']");
    forGood.closest("label").hidden = act === "network";
    if (act === "network" && forGood.checked)
      byId("doing-time").querySelector("[value='86400']").checked = true;
  }

  async #do(who, room, { act, reason, seconds }, signal) {
    const how = { reason: reason.value, seconds: Number(seconds.value) || undefined };
    if (act.value.startsWith("purge")) return this.#purge(who, room, act.value, how, signal);
    const { name } = who;
    const verbs = {
      kick: () => this.#steering.kick(room, who, how.reason, signal),
      ban: () => this.#steering.ban(room, who, how, signal),
      mute: () => this.#moderation.mute(who, how, signal),
      avatar: () => this.#moderation.takeAvatar(who, how, signal),
      "mute-here": () => this.#moderation.mute(who, { ...how, room }, signal),
    };
    const shutOut = () => this.#moderation.shutOut(who, { ...how, reach: act.value }, signal);
    await (verbs[act.value] ?? shutOut)();
    return this.#offer(say("It is done about {name}.", { name }));
  }

  async #purge(who, room, act, { reason }, signal) {
    const where = act === "purge" ? undefined : room;
    const done = await this.#moderation.purge(who, { room: where, reason }, signal);
    this.#offer(deletedText(done), async () => {
      const { count, whom } = await this.#moderation.unpurge(done);
      return backText(count, whom);
    });
  }
}

/** The form of that dialog. */
export function formOf(id) {
  if (!forms.has(id)) forms.set(id, new FormDialog(byId(id)));
  return forms.get(id);
}

function deletedText({ count, whom, more }) {
  const text = sayCount(
    count,
    "{count} message of {whom} is deleted.",
    "{count} messages of {whom} are deleted.",
    { whom },
  );
  if (!more) return text;
  const again = say("There are others: do it again.");
  return `${text} ${again}`;
}
