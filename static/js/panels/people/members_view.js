/** What the list of members shows, and says of itself. */
import { MembersList } from "./members_list.js";
import { say, sayCount } from "../../words/words.js";

export class MembersView {
  #chat;
  #list;
  #root;

  /** `near()`: somebody has come near the end of the list. */
  constructor(root, parts) {
    [this.#root, this.#chat] = [root, parts.chat];
    this.#list = new MembersList(this.#find(".members-list"), parts);
  }

  /** `its`: the members, as in `core/rooms/members.js`. */
  show(its) {
    const { here, away } = its.shown;
    this.#list.show({ here, away });
    const isEmpty = here.length + away.length === 0;
    this.#write("where", its.conversation.name);
    this.#write("total", its.total === null ? "" : inAll(its.total));
    this.#write("state", isEmpty ? this.#state(its) : "");
    this.#write("error", its.refusal?.message ?? "");
    this.#find(".members-again").hidden = its.refusal === null;
    this.#find(".members-list").ariaBusy = its.isAsking;
  }

  toTop() {
    this.#list.toTop();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  /** What is said already is not said once more. */
  #write(part, text) {
    const element = this.#find(`.members-${part}`);
    if (element.textContent !== text) element.textContent = text;
  }

  /** Why nobody is shown. */
  #state({ conversation, refusal, isAsking, total }) {
    if (conversation.id === null) return say("Join the room to see who is in it.");
    if (refusal) return "";
    if (!this.#chat.connection.isConnected)
      return say("Who is in it is seen when the connection is back.");
    if (isAsking || total === null) return say("One moment…");
    return say("Nobody in it is called that.");
  }
}

export function inAll(total) {
  return sayCount(total, "{count} member", "{count} members");
}
