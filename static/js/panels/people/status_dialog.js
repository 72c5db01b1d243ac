/** How one is, for everybody to see beside one's name: words, and until when. */
import { asField, usualMoments } from "../../browser/moments.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { momentText } from "../writing/later_dialog.js";
import { saidOfOneself } from "../../core/slash/card.js";
import { stamp } from "../../dom/stamp.js";

export class StatusDialog {
  #root = document.getElementById("status-dialog");
  #form = new FormDialog(this.#root);
  #chat;
  #times;
  #tell;

  /** `emoji` is the way into the dialog of all emoji; `tell(text)` shows a notice. */
  constructor({ chat, times, emoji, tell }) {
    [this.#chat, this.#times, this.#tell] = [chat, times, tell];
    const { text, until } = this.#elements;
    const [pick, none] = this.#root.querySelectorAll(".status-words button");
    const put = (it) => (text.value = `${it} ${text.value}`.trimEnd());
    const done = () => text.focus();
    pick.addEventListener("click", () => emoji((it) => it.open(put, done, pick.ariaLabel)));
    none.addEventListener("click", () => {
      [text.value, until.value] = ["", ""];
      text.focus();
    });
    this.#root.querySelector(".status-times").addEventListener("click", ({ target }) => {
      const { at } = target.closest("button")?.dataset ?? {};
      if (at) until.value = at;
    });
  }

  show() {
    const now = new Date();
    const { you, people } = this.#chat;
    const { text = "", until } = people.card.statusOf(you.id) ?? {};
    this.#elements.until.min = asField(now);
    const usual = usualMoments(now).map((each) => this.#newTime(each, now));
    this.#root.querySelector(".status-times").replaceChildren(...usual);
    const end = until ? asField(new Date(until)) : "";
    this.#form.open({ text, until: end }, (elements) => this.#say(elements));
  }

  async #say({ text, until }) {
    const end = until.value && text.value.trim() ? new Date(until.value) : undefined;
    const said = await this.#chat.people.card.say(text.value, end?.toISOString());
    this.#tell(saidOfOneself(said));
  }

  #newTime(moment, now) {
    const button = stamp("status-time");
    button.dataset.at = asField(moment.at);
    button.textContent = momentText(moment, this.#times, now);
    return button;
  }

  get #elements() {
    return this.#root.querySelector("form").elements;
  }
}
