/** The rooms that one is invited to, each with its two answers. */
import { follow } from "../dom/follow.js";
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
    this.#root.querySelector("#invitations-count").textContent = invitations.count;
  }

  /** `verb` is `accept` or `decline`. */
  async #answer(verb, row) {
    const isLive = this.#chat.connection.isConnected;
    try {
      const id = Number(row.dataset.invitation);
      const { conversation } = await this.#chat.commands[verb]({ id });
      if (verb !== "accept") return;
      // After a while they may be in the middle of something else.
      if (isLive) this.#open(conversation.name);
      else this.#tell(`You are in ${conversation.name} now.`);
    } catch (refusal) {
      this.#tell(refusal.message);
    }
  }
}

function fill(row, { conversation: { id, name, topic }, from }) {
  row.dataset.invitation = id;
  row.title = `${name} from ${from}${topic && `: ${topic}`}`; // it may be cut short
  row.querySelector(".invitation-room").textContent = name;
  row.querySelector(".invitation-from").textContent = `from ${from}`;
  row.querySelector(".invitation-topic").textContent = topic;
  for (const [verb, label] of [
    ["accept", "Accept"],
    ["decline", "Decline"],
  ])
    row
      .querySelector(`[data-action=${verb}]`)
      .setAttribute("aria-label", `${label} ${name}`);
}
