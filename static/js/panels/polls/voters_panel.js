/** Who has voted, option by option. */
import { PeopleDialog, rowsOf } from "../lists/people_dialog.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

export class VotersPanel {
  #chat;
  #dialog = new PeopleDialog(document.getElementById("voters-dialog"));

  constructor({ chat }) {
    this.#chat = chat;
  }

  show(place, { seq }) {
    const ask = async (signal) => {
      const voters = await this.#chat.kept.polls.voters(place, { seq }, signal);
      const options = place.messages?.get(seq)?.poll?.options ?? [];
      if (!voters.flat().length) return [];
      return voters.map((each, at) => this.#part(options[at]?.text ?? at + 1, each));
    };
    return this.#dialog.show(ask, say("Nobody has voted yet."));
  }

  #part(text, people) {
    const part = stamp("voters-of");
    part.querySelector("h3").textContent = text;
    const heard = people.filter(({ id }) => !this.#chat.blocks.has(id));
    part.querySelector("ul").replaceChildren(...rowsOf(heard));
    return part;
  }
}
