/** Files are shared: chosen, told what they show, sent, and said in one message. */
import { FormDialog } from "../../dialogs/form_dialog.js";
import { newId } from "../../browser/ids.js";
import { spoken } from "../../core/writing/said.js";
import { say } from "../../words/words.js";
import { Recorder } from "./recorder.js";
import { SharedFile } from "./shared_file.js";
import { onSidebarDrop } from "./sidebar_target.js";

const FILES_MOST = 10;

export class SharingDialog {
  #root = document.getElementById("sharing-dialog");
  #form = new FormDialog(this.#root);
  #list = this.#root.querySelector(".sharing-list");
  #files = [];
  #recorder;
  #giveBack;
  #chat;
  #clock;

  constructor({ chat, clock }) {
    [this.#chat, this.#clock] = [chat, clock];
    this.#root.addEventListener("close", () => this.#clear());
    const take = (place, given) => this.show(place, { given });
    onSidebarDrop({ chat, take });
    const told = (refusal) => this.#say(refusal);
    const done = (file) => this.#add([file]);
    const voice = this.#root.querySelector(".sharing-voice");
    this.#recorder = new Recorder(voice, { clock, done, told });
    const { files } = this.#root.querySelector("form").elements;
    files.addEventListener("change", () => {
      this.#add([...files.files]);
      files.value = "";
    });
  }

  /**
   * Share `given` ones, and those that are chosen then, in that place; `written`: what
   * stands in its composer, if anything does, and `reword(words)` has it be those that
   * were not said here; see there.
   */
  show(place = this.#chat.current, { given = [], written, reword } = {}) {
    const id = newId();
    const where = this.#root.querySelector(".sharing-where");
    where.hidden = place === this.#chat.current;
    where.textContent = place.called;
    const words = sayable(written);
    this.#giveBack = (left) => left !== words && reword?.(left);
    this.#form.open({ body: words }, async ({ body }, signal) => {
      await this.#recorder.finish();
      if (!this.#files.length) throw new Error(say("Choose a file first."));
      const sent = await this.#send(signal);
      const said = { id, body: body.value, files: sent, reply: written?.reply };
      await this.#share(place, said, signal);
      this.#files = [];
      this.#giveBack = null;
      if (words) written.done();
    });
    this.#add(given);
  }

  #add(files) {
    this.#files.push(...files.map((file) => this.#newFile(file)));
    const tooMany = this.#files.splice(FILES_MOST);
    for (const each of tooMany) each.drop();
    this.#say(
      tooMany.length
        ? say("A message has at most {count} files.", { count: FILES_MOST })
        : "",
    );
  }

  #newFile(file) {
    const dropped = (its) => {
      this.#files = this.#files.filter((each) => each !== its);
    };
    const parts = { chat: this.#chat, clock: this.#clock, dropped };
    const its = new SharedFile(file, parts);
    this.#list.append(its.row);
    return its;
  }

  /** One after the other: a line has so much room. Returns their numbers. */
  async #send(signal) {
    const ids = [];
    for (const each of this.#files) ids.push(await each.send(signal));
    return ids;
  }

  #share({ id: number, name }, { reply, ...said }, signal) {
    const answers = reply ? { reply_to: reply.quote.seq, epoch: reply.epoch } : {};
    const share = { type: "share", to: number ?? name, ...said, ...answers };
    return this.#chat.commands.page(share, signal);
  }

  #say(text) {
    this.#root.querySelector(".dialog-error").textContent = text;
  }

  /** What was not shared is not wanted any more. */
  #clear() {
    this.#recorder.finish({ isLetGo: true });
    for (const each of this.#files) each.drop();
    this.#files = [];
    this.#giveBack?.(this.#root.querySelector("[name=body]").value);
    this.#list.replaceChildren();
  }
}

/** What is written as it would be said; a command stays where it is. */
function sayable(written) {
  const said = written && spoken(written.text);
  return said && !said.action ? said.body : "";
}
