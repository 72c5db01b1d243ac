/** A file that is to be shared: its row in the dialog, and its way to the site. */
import { asking } from "../../browser/sharing.js";
import { say } from "../../words/words.js";
import { sizeText } from "../../core/files/size.js";
import { stamp } from "../../dom/stamp.js";
import { Upload } from "../../core/files/upload.js";
import { uploadOf } from "../../core/files/share.js";

export class SharedFile {
  row = stamp("sharing-row");
  #id = null;
  #href = null;
  #upload = null;
  #file;
  #chat;
  #clock;
  #begun;
  #voice;
  #dropped;

  /**
   * `kept`: as it was in a page before, see there. `begun()` is called when it is known
   * where it goes, `dropped(this)` when it is taken out by its button.
   */
  constructor({ file, voice, ...kept }, { chat, clock, begun, dropped }) {
    [this.#file, this.#chat, this.#clock] = [file, chat, clock];
    this.#voice = voice;
    [this.#begun, this.#dropped] = [begun, dropped];
    this.#part("alt").value = kept.alt ?? "";
    if (kept.href) this.#goOn({ ...kept, isBegun: true });
    this.#part("name").textContent = file.name;
    this.#part("size").textContent = sizeText(file.size);
    const button = this.#part("drop");
    button.ariaLabel = button.title = say("Leave out {name}", { name: file.name });
    button.addEventListener("click", () => this.drop());
  }

  /** What a page that is loaded anew needs to go on. */
  get kept() {
    const [file, voice] = [this.#file, this.#voice];
    return { file, voice, alt: this.#part("alt").value, id: this.#id, href: this.#href };
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
    if (!this.#file.size) throw new Error(say("There is nothing in that file."));
    this.#goOn(await this.#chat.commands.page(uploadOf(this.kept), signal));
    this.#begun();
  }

  #goOn({ id, href, isBegun = false }) {
    const { size } = this.#file;
    this.#part("alt").disabled = true;
    [this.#id, this.#href] = [id, href];
    this.#upload = new Upload({
      file: this.#file,
      ask: (method, what) => asking(href, method, what),
      pause: (ms) => new Promise((resolve) => this.#clock.after(ms, resolve)),
      random: Math.random,
      came: (bytes) => this.#show(bytes / size),
      isBegun,
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
