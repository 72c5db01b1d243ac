/** What everybody sees of oneself beside the name: a picture, or the letter again. */
import { FormDialog } from "../../dialogs/form_dialog.js";
import { say } from "../../words/words.js";
import { SharedFile } from "../files/shared_file.js";

export class AvatarDialog {
  #root = document.getElementById("avatar-dialog");
  #form = new FormDialog(this.#root);
  #chat;
  #clock;

  constructor({ chat, clock, tell }) {
    [this.#chat, this.#clock] = [chat, clock];
    this.#root.querySelector("[data-none]").addEventListener("click", () => {
      this.#root.close();
      this.#set(undefined).catch((refusal) => tell(refusal.message));
    });
  }

  show() {
    this.#form.open({}, async ({ picture }, signal) => {
      const [file] = picture.files;
      if (!file) throw new Error(say("Choose a file first."));
      const parts = { chat: this.#chat, clock: this.#clock, begun() {}, dropped() {} };
      await this.#set(await new SharedFile({ file }, parts).send(signal), signal);
    });
  }

  #set(file, signal) {
    return this.#chat.commands.page({ type: "avatar", file }, signal);
  }
}
