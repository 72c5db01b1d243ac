/** Files are shared: chosen, told what they show, sent, and said in one message. */
import { FormDialog } from "../../dialogs/form_dialog.js";
import { newId } from "../../browser/ids.js";
import { shareOf } from "../../core/files/share.js";
import { spoken } from "../../core/writing/said.js";
import { say } from "../../words/words.js";
import { KeptSharing, leftOver } from "./kept_sharing.js";
import { Recorder } from "./recorder.js";
import { SharedFile } from "./shared_file.js";
import { onSidebarDrop } from "./sidebar_target.js";

const FILES_MOST = 10;

export class SharingDialog {
  #root = document.getElementById("sharing-dialog");
  #form = new FormDialog(this.#root);
  #list = this.#root.querySelector(".sharing-list");
  #files = [];
  // Have what is shared go on in a page that is loaded anew, as it is now.
  #keep;
  #recorder;
  #giveBack;
  #chat;
  #clock;
  #panes;

  constructor({ chat, clock, panes }) {
    [this.#chat, this.#clock, this.#panes] = [chat, clock, panes];
    this.#root.addEventListener("close", () => this.#clear());
    const take = (place, given) => this.show(place, { given });
    onSidebarDrop({ chat, take });
    const told = (refusal) => this.#say(refusal);
    const done = (file, voice) => this.#add([{ file, voice }]);
    const voice = this.#root.querySelector(".sharing-voice");
    this.#recorder = new Recorder(voice, { clock, done, told });
    const { files } = this.#root.querySelector("form").elements;
    files.addEventListener("change", () => {
      this.#add([...files.files].map((file) => ({ file })));
      files.value = "";
    });
  }

  /**
   * Share `given` ones, and those that are chosen then, in that place; `written`: what
   * stands in its composer, if anything does, and `reword(words)` has it be those that
   * were not said here; see there.
   */
  show(place = this.#chat.current, { given = [], written, reword } = {}) {
    const words = sayable(written);
    this.#giveBack = (left) => left !== words && reword?.(left);
    const said = { id: newId(), body: words, reply: written?.reply };
    this.#open(place, said, given.map((file) => ({ file })), () => words && written.done());
  }

  /** Go on with what a page before this one was sharing when it was left. */
  async resume() {
    const left = await leftOver(this.#chat.you.id);
    if (!left || this.#root.open) return;
    const { to, name, files, ...said } = left;
    const { conversations } = this.#chat;
    const place = conversations.byId(to) ?? conversations.byName(name);
    if (!place) return new KeptSharing(left).forget();
    this.#giveBack = null;
    this.#open(place, said, files, () => this.#take(said.body));
    this.#root.querySelector("form").requestSubmit();
  }

  /** What is said with files need not stay in the composer that it was written in. */
  #take(words) {
    const { written } = this.#panes().current.composer;
    if (sayable(written) === words) written?.done();
  }

  /** `done()` is called when all is said. */
  #open(place, { id, body: words, reply }, files, done) {
    const { id: to, name } = place;
    const kept = new KeptSharing({ id, person: this.#chat.you.id, to, name });
    this.#root.addEventListener("close", () => kept.forget(), { once: true });
    const where = this.#root.querySelector(".sharing-where");
    where.hidden = place === this.#chat.current;
    where.textContent = place.called;
    this.#form.open({ body: words }, async ({ body }, signal) => {
      await this.#recorder.finish();
      if (!this.#files.length) throw new Error(say("Choose a file first."));
      const said = { id, body: body.value, reply };
      this.#keep = () => kept.keep({ ...said, files: this.#files.map((each) => each.kept) });
      await this.#keep();
      const sent = await this.#send(signal);
      await this.#chat.commands.page(shareOf({ ...said, to, name }, sent), signal);
      this.#files = [];
      this.#giveBack = null;
      done();
    });
    this.#add(files);
  }

  /** Of each {file}, and what a page before has known of it. */
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
    const begun = () => this.#keep();
    const parts = { chat: this.#chat, clock: this.#clock, begun, dropped };
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
