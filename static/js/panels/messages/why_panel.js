/** Why this person was notified of a message, or not: what each rule has said to it. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { stamp } from "../../dom/stamp.js";

export class WhyPanel {
  #asked = new AbortController();
  #dialog = document.getElementById("why-dialog");
  #chat;

  constructor({ chat }) {
    this.#chat = chat;
    closeByButtonOrOutside(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#asked.abort());
  }

  async show({ id, log }, { seq }) {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#write({ text: "", rules: [] });
    this.#dialog.showModal();
    try {
      const asked = { type: "why", conversation: id, epoch: log.epoch, seq };
      const answer = await this.#chat.commands.page(asked, signal);
      if (!signal.aborted) this.#write(answer);
    } catch (refusal) {
      if (!signal.aborted) this.#part(".dialog-error").textContent = refusal.message;
    }
  }

  #write({ text, rules }) {
    this.#part(".dialog-error").textContent = "";
    this.#part(".why-outcome").textContent = text;
    this.#part(".why-rules").replaceChildren(...rules.map(shown));
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}

function shown({ passed, text }) {
  const row = stamp("why-rule");
  row.classList.toggle("failed", !passed);
  row.textContent = text;
  return row;
}
