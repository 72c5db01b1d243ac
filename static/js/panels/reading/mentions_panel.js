/** The messages that name this person, from all conversations, page by page. */
import { FoundList } from "../lists/found_list.js";
import { placeNamed } from "../../browser/routes.js";

const PAGE = 30;

export class MentionsPanel {
  #list;
  #chat;

  /** `open(conversation's name, seq)` shows a message where it was said. */
  constructor(parts) {
    this.#chat = parts.chat;
    this.#list = new FoundList(document.getElementById("mentions-dialog"), parts, {
      ask: (upto, signal) => this.#ask(upto, signal),
      tell: ({ conversation, name }) => ({
        where: this.#chat.conversations.called(conversation, name),
        place: placeNamed(name),
      }),
      dress: (row, said) => row.classList.toggle("is-unread", this.#isUnread(said)),
    });
  }

  async show() {
    await this.#list.show();
  }

  async #ask(upto, signal) {
    const asked = { type: "mentions", before: upto, limit: PAGE };
    const page = await this.#chat.commands.page(asked, signal);
    const found = page.mentions.map(({ message, ...where }) => ({ ...message, ...where }));
    return { found, more: page.more, next: page.upto };
  }

  #isUnread({ conversation, seq }) {
    const read = this.#chat.conversations.byId(conversation)?.read ?? seq;
    return seq > read;
  }
}
