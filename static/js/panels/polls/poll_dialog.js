/** A poll is made: a question, and an answer in each line. */
import { FormDialog } from "../../dialogs/form_dialog.js";
import { asking, OPTIONS_MOST } from "../../core/content/poll_text.js";
import { say } from "../../words/words.js";

export class PollDialog {
  #chat;
  #post;
  #form = new FormDialog(document.getElementById("poll-dialog"));

  /** `post(conversation, said)` says it there. */
  constructor({ chat, post }) {
    [this.#chat, this.#post] = [chat, post];
  }

  /** It is of the conversation that it was opened in. */
  show(place = this.#chat.current) {
    this.#form.open({}, async ({ text, options: lines, many }) => {
      const options = lines.value.split("\n").filter((line) => line.trim());
      if (options.length < 2 || options.length > OPTIONS_MOST)
        throw new Error(say("A poll has two to {count} options.", { count: OPTIONS_MOST }));
      this.#post(place, asking({ text: text.value, options, many: many.checked }));
    });
  }
}
