/** What a message said before, the newest first, with what each edit has changed. */
import { apart, say } from "../../words/words.js";
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { stamp } from "../../dom/stamp.js";
import { wordDiff } from "../../core/content/word_diff.js";

const TAGS = { in: "ins", out: "del" };

export class VersionsPanel {
  #asked = new AbortController();
  #dialog = document.getElementById("versions-dialog");
  #chat;
  #times;

  constructor({ chat, times }) {
    this.#chat = chat;
    this.#times = times;
    closeByButtonOrOutside(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#asked.abort());
  }

  async show({ id, log }, { seq }) {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#part(".dialog-error").textContent = "";
    this.#part(".versions").replaceChildren();
    this.#dialog.showModal();
    try {
      const where = { conversation: id, epoch: log.epoch, seq };
      const asked = { type: "versions", ...where };
      const answer = await this.#chat.commands.page(asked, signal);
      if (!signal.aborted) this.#write(answer.versions, answer.deleted);
    } catch (refusal) {
      if (!signal.aborted) this.#part(".dialog-error").textContent = refusal.message;
    }
  }

  #write(versions, isDeleted = false) {
    const rows = versions.map((each, place) => this.#row(versions, each, place));
    if (isDeleted && versions.length) rows.push(this.#end(versions.at(-1)));
    this.#part(".versions").replaceChildren(...rows.reverse());
    this.#part(".versions-empty").hidden = versions.length > 1 || isDeleted;
  }

  #row(versions, { body, at }, place) {
    const before = versions[place - 1];
    const text = before ? say("Edited") : say("First kept words");
    const row = this.#headed(text, at, before?.by);
    const pieces = before ? wordDiff(before.body, body) : [{ kind: "same", text: body }];
    row.querySelector(".version-text").append(...pieces.map(shown));
    return row;
  }

  #end({ until, by }) {
    return this.#headed(say("Deleted"), until, by);
  }

  #headed(text, at, by) {
    const row = stamp("version");
    row.querySelector(".version-act").textContent = by ? `${text}, ${apart(by)}` : text;
    const time = row.querySelector("time");
    if (at) Object.assign(time, { dateTime: at, textContent: this.#times.full(at) });
    return row;
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}

function shown({ kind, text }) {
  if (kind === "same") return text;
  const piece = document.createElement(TAGS[kind]);
  piece.textContent = text;
  return piece;
}
