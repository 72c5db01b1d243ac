/** The rooms that one is invited to, each with its two answers. */
import { follow } from "../dom/follow.js";
import { apart, number, say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";

export class InvitationsView {
  #chat;
  #root;
  #open;
  #tell;

  /** `open(name)` shows the conversation of that name, `tell(text)` a notice. */
  constructor({ chat, root, open, tell }) {
    this.#chat = chat;
    this.#root = root;
    this.#open = open;
    this.#tell = tell;
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-action]");
      if (button) this.#answer(button.dataset.action, button.closest("li"));
    });
  }

  show() {
    const { invitations } = this.#chat;
    follow(this.#root.querySelector("#invitations"), [...invitations], {
      keyOf: ({ conversation }) => conversation.id,
      rowKey: (row) => row.dataset.invitation,
      make: () => stamp("invitation"),
      fill,
    });
    this.#root.hidden = invitations.count === 0;
    this.#root.querySelector("#invitations-count").textContent = number(
      invitations.count,
    );
  }

  /** `verb` is `accept` or `decline`. */
  async #answer(verb, row) {
    const isLive = this.#chat.connection.isConnected;
    try {
      const id = Number(row.dataset.invitation);
      const isAccepted = verb === "accept";
      const { conversation } = await this.#chat.commands.answer({ id }, isAccepted);
      if (!isAccepted) return;
      // After a while they may be in the middle of something else.
      if (isLive) this.#open(conversation.name);
      else this.#tell(say("You are in {name} now.", conversation));
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }
}

function fill(row, { conversation: { id, name, topic }, from }) {
  row.dataset.invitation = id;
  const facts = { room: name, from };
  const who = say("{room} from {from}", facts);
  row.title = topic ? `${who}: ${apart(topic)}` : who; // it may be cut short
  row.querySelector(".invitation-room").textContent = name;
  row.querySelector(".invitation-from").textContent = say("from {from}", facts);
  row.querySelector(".invitation-topic").textContent = topic;
  const button = (verb) => row.querySelector(`[data-action=${verb}]`);
  button("accept").setAttribute("aria-label", say("Accept {room}", facts));
  button("decline").setAttribute("aria-label", say("Decline {room}", facts));
}
