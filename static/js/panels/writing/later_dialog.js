/** When something is to be sent: some usual times, or any other. */
import { asField, usualMoments } from "../../browser/moments.js";
import { comingText } from "../../dom/coming.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { onArrows } from "../../dom/arrows.js";
import { Roving } from "../../dom/roving.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

export class LaterDialog {
  #root = document.getElementById("later-dialog");
  #form = new FormDialog(this.#root);
  #list = this.#root.querySelector(".later-choices");
  #chat;
  #times;
  #tell;

  constructor({ chat, times, tell }) {
    [this.#chat, this.#times, this.#tell] = [chat, times, tell];
    new Roving(this.#list, "button");
    onArrows(this.#list, "button");
    this.#list.addEventListener("click", ({ target }) => {
      const chosen = target.closest("button")?.dataset.at;
      if (chosen) this.#choose(chosen);
    });
  }

  /** `what`: {place, body, action, reply}; `done()` is called when the site keeps it. */
  show({ place, ...said }, done) {
    const now = new Date();
    const usual = usualMoments(now);
    this.#list.replaceChildren(...usual.map((each) => this.#newRow(each, now)));
    const { at: field } = this.#root.querySelector("form").elements;
    field.min = asField(now);
    this.#form.open({ at: asField(usual.at(1).at) }, async ({ at }, signal) => {
      const moment = new Date(at.value);
      await this.#chat.kept.later.schedule(place, said, moment.toISOString(), signal);
      done();
      const when = comingText(this.#times, moment, new Date());
      this.#tell(say("To be sent to {name}: {when}", { name: place.called, when }));
    });
    this.#list.querySelector("button").focus();
  }

  #choose(at) {
    const form = this.#root.querySelector("form");
    form.elements.at.value = at;
    form.requestSubmit();
  }

  #newRow({ in: minutes, at }, now) {
    const row = stamp("later-choice");
    const button = row.querySelector("button");
    button.dataset.at = asField(at);
    const [name, time] = row.querySelectorAll("span");
    name.textContent = momentText({ in: minutes, at }, this.#times, now);
    if (minutes) time.textContent = this.#times.clock(at);
    return row;
  }
}

/** What one of `usualMoments` is called. */
export function momentText({ in: minutes, at }, times, now) {
  if (minutes === 20) return say("In 20 minutes");
  return minutes === 60 ? say("In an hour") : comingText(times, at, now);
}
