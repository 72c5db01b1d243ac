/** The form in which one message is edited, in its place in the timeline. */
import { parted } from "../../core/files/file_lines.js";
import { fitHeight, isSend } from "../../dom/growing.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";
import { characters, countText, isBlank } from "../../dom/text.js";

const DELETED = say(
  "This message was deleted meanwhile. What you wrote is still here, to be copied.",
);
const CHANGED = say(
  "This message was changed elsewhere meanwhile: if you save, yours takes its place.",
);

export class Editor {
  /** How the message read when somebody began to edit it. */
  before;
  #row;
  #form = stamp("editor");
  #limit;
  #typed;
  #save;
  #failed;
  #closed;
  #hasFiles;
  #files = "";
  #withdrawn = new AbortController();

  /**
   * Of a message with files (`shared`) the words alone are edited. `typed(body)` is told of every change; `save(body, signal)` resolves when it is done,
   * and `failed(refusal)` hears why it is not where the form is not here any more;
   * `closed(hadFocus)` is called when it is ended.
   */
  constructor({ row, shared, before, body, limit, ...told }) {
    const { typed, save, failed, closed } = told;
    this.#hasFiles = Boolean(shared);
    this.before = this.#wordsIn(before);
    this.#row = row;
    this.#limit = limit;
    this.#typed = typed;
    this.#save = save;
    this.#failed = failed;
    this.#closed = closed;
    row.classList.add("editing");
    row.querySelector(".body").after(this.#form);
    this.#listen();
    this.#area.value = this.#wordsIn(body);
    this.#fit();
  }

  /** Whether it is still in the timeline. */
  get isHere() {
    return this.#form.isConnected;
  }

  get isUntouched() {
    return this.#area.value === this.before;
  }

  focus() {
    this.#row.scrollIntoView({ block: "nearest" });
    // Where not all of it can be seen, its words are.
    this.#area.focus();
  }

  /** How the message reads now. */
  see({ body: text, deleted }) {
    const body = this.#wordsIn(text);
    const isSaved = !deleted && body === this.#area.value;
    if (isSaved && body !== this.before) return this.close();
    if (deleted) this.#say(DELETED);
    else if (body !== this.before) this.#say(CHANGED);
    this.#find("[type=submit]").hidden = deleted;
  }

  /** Take the form away. */
  close() {
    if (!this.isHere) return;
    const hadFocus = this.#form.contains(document.activeElement);
    this.#withdrawn.abort();
    this.#row.classList.remove("editing");
    this.#form.remove();
    this.#closed(hadFocus);
  }

  #listen() {
    const form = this.#form;
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#find("[data-action=cancel]").addEventListener("click", () => this.close());
    this.#area.addEventListener("input", () => {
      this.#fit();
      this.#typed(this.#area.value);
    });
    this.#area.addEventListener("keydown", (event) => {
      if (isSend(event)) this.#submit(event);
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  async #submit(event) {
    event.preventDefault();
    const body = this.#area.value;
    const isBusy = this.#find("[type=submit]").ariaBusy === "true";
    const isGone = this.#find("[type=submit]").hidden;
    const isNothing = isBlank(body) && !this.#hasFiles;
    if (isNothing || isBusy || isGone || characters(body) > this.#limit()) return;
    this.#find("[type=submit]").ariaBusy = "true";
    try {
      if (body !== this.before) await this.#save(body || this.#files, this.#withdrawn.signal);
      this.close();
    } catch (refusal) {
      if (this.isHere) this.#say(refusal.message);
      else this.#failed(refusal);
    } finally {
      this.#find("[type=submit]").ariaBusy = "false";
    }
  }

  /** The site keeps the files, whatever is said with them. */
  #wordsIn(body) {
    if (!this.#hasFiles) return body;
    const [words, files] = parted(body);
    this.#files ||= files;
    return words;
  }

  #say(text) {
    this.#find(".editor-error").textContent = text;
  }

  #fit() {
    const { value } = this.#area;
    this.#find(".editor-count").textContent = countText(value, this.#limit());
    fitHeight(this.#area);
  }

  #find(selector) {
    return this.#form.querySelector(selector);
  }

  get #area() {
    return this.#find("textarea");
  }
}
