/** Who has read a message, of those who show it. */
import { PeopleDialog, rowsOf } from "../lists/people_dialog.js";
import { say } from "../../words/words.js";

export class ReadersDialog {
  #dialog = new PeopleDialog(document.getElementById("readers-dialog"));
  #chat;

  constructor({ chat }) {
    this.#chat = chat;
  }

  /** Without a number it is one's last message there. */
  show(conversation, message) {
    const { readers } = this.#chat.reading;
    const ask = async (signal) => rowsOf(await readers.ask(conversation, message, signal));
    return this.#dialog.show(ask, say("Nobody who shows it has read it yet."));
  }
}
