/** The rooms that one is invited to, each with its two answers. */
import { follow } from "../dom/follow.js";
import { stamp } from "../dom/stamp.js";

export class InvitationsView {
  #root;
  #accept;
  #decline;

  /** `accept(invitation)` and `decline(invitation)` do what the person chose. */
  constructor({ root, accept, decline }) {
    this.#root = root;
    this.#accept = accept;
    this.#decline = decline;
  }

  show(invitations) {
    const list = this.#root.querySelector("#invitations");
    follow(list, [...invitations], {
      keyOf: ({ conversation }) => conversation.id,
      rowKey: (row) => row.dataset.invitation,
      make: () => stamp("invitation"),
      fill: (row, invitation) => this.#fill(row, invitation),
    });
    this.#root.hidden = invitations.count === 0;
    this.#root.querySelector("#invitations-count").textContent = invitations.count;
  }

  #fill(row, invitation) {
    const { id, name, topic } = invitation.conversation;
    if (row.dataset.invitation === String(id)) return;
    row.dataset.invitation = id;
    row.title = topic;
    row.querySelector(".invitation-room").textContent = name;
    row.querySelector(".invitation-from").textContent = `from ${invitation.from}`;
    this.#button(row, "accept", `Accept ${name}`, () => this.#accept(invitation));
    this.#button(row, "decline", `Decline ${name}`, () => this.#decline(invitation));
  }

  #button(row, action, label, act) {
    const button = row.querySelector(`[data-action=${action}]`);
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
  }
}
