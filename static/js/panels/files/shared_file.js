/** A file that is to be shared: its row in the dialog, and its way to the site. */
import { say } from "../../words/words.js";
import { sizeText } from "../../core/files/size.js";
import { stamp } from "../../dom/stamp.js";
import { Upload } from "../../core/files/upload.js";

export class SharedFile {
  row = stamp("sharing-row");
  #id = null;
  #upload = null;
  #file;
  #chat;
  #clock;
  #dropped;

  /** `dropped(this)` is called when it is taken out by its button. */
  constructor(file, { chat, clock, dropped }) {
    [this.#file, this.#chat, this.#clock] = [file, chat, clock];
    this.#dropped = dropped;
    this.#part("name").textContent = file.name;
    this.#part("size").textContent = sizeText(file.size);
    const button = this.#part("drop");
    button.ariaLabel = button.title = say("Leave out {name}", { name: file.name });
    button.addEventListener("click", () => this.drop());
  }

  /** Resolves with its number when it is whole; rejects if it cannot be sent. */
  async send(signal) {
    this.#tell("");
    try {
      if (!this.#upload) await this.#begin(signal);
      this.#show(0);
      await this.#upload.send(signal);
    } catch (refusal) {
      if (!signal.aborted) this.#tell(refusal.message);
      throw new Error(say("{name} could not be sent.", { name: this.#file.name }));
    }
    return this.#id;
  }

  /** It is not to be shared: what has come of it goes. */
  drop() {
    this.row.remove();
    this.#upload?.forget();
    this.#dropped(this);
  }

  async #begin(signal) {
    const { name, size } = this.#file;
    if (!size) throw new Error(say("There is nothing in that file."));
    const alt = this.#part("alt");
    const asked = { type: "upload", name, size, alt: alt.value };
    const { id, href } = await this.#chat.commands.page(asked, signal);
    alt.disabled = true;
    this.#id = id;
    this.#upload = new Upload({
      file: this.#file,
      ask: (method, what) => asking(href, method, what),
      pause: (ms) => new Promise((resolve) => this.#clock.after(ms, resolve)),
      random: Math.random,
      came: (bytes) => this.#show(bytes / size),
    });
  }

  #show(share) {
    const bar = this.#part("bar");
    bar.hidden = false;
    bar.value = share;
  }

  #tell(text) {
    this.#part("error").textContent = text;
  }

  #part(name) {
    return this.row.querySelector(`.sharing-${name}`);
  }
}

function asking(href, method, { offset, body, signal }) {
  const headers = offset === undefined ? {} : { "Upload-Offset": offset };
  return fetch(href, { method, headers, body, signal });
}
