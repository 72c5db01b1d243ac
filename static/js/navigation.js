/** From conversation to conversation, with the address and the browser's history. */
import { addressOf, nameAt, permalinkOf, placeNamed, seqAt } from "./browser/routes.js";
import { isTouch } from "./dom/touch.js";

export class Navigation {
  #chat;
  #drawer;
  #panes;
  #leave;

  /** `leave(address)` goes away. */
  constructor({ chat, drawer, panes, leave }) {
    this.#chat = chat;
    this.#drawer = drawer;
    this.#panes = panes;
    this.#leave = leave;
  }

  /**
   * `isBeside`: in a pane of its own, where there is room for one; `seq`: that message
   * there is to be seen.
   */
  openConversation(conversation, { isBeside = false, seq } = {}) {
    const isNew = isBeside && !conversation.isOpen && this.#panes.hasRoom;
    if (!isNew) return this.#goTo(conversation, seq);
    const open = (isInOwn) => this.#goTo(conversation, seq, isInOwn);
    return this.#panes.addBeside(conversation, open);
  }

  openNamed(name, seq = undefined, how = {}) {
    const { conversations } = this.#chat;
    // A talk that is not listed may only be hidden.
    const talk = () => name[0] === "@" && conversations.direct(name.slice(1));
    const conversation = conversations.byName(name) ?? talk();
    if (conversation) this.openConversation(conversation, { ...how, seq });
    else this.#leave(addressAt(placeNamed(name), seq));
  }

  /** From outside of the page, whatever else is open on it. */
  comeTo(name, seq) {
    closeAll();
    this.openNamed(name, seq);
  }

  /** Go to what is at an address, if that is known here; returns whether it is. */
  openPath(path) {
    const name = nameAt(path);
    const { conversations } = this.#chat;
    const known = name && (conversations.byName(name) ?? conversations.formerly(name));
    if (known) this.#goTo(known, seqAt(path));
    return Boolean(known);
  }

  /** `author` is the number of whoever was called that, if it is known. */
  openPerson(name, author, how) {
    const { conversations, people, you } = this.#chat;
    const here = name === you.name ? you.id : people.numberOf(name);
    const person = author ?? here;
    // A guest's name can be somebody else's by now.
    const isLost = here !== undefined && here !== person;
    const talk = conversations.direct(isLost ? `${name}~${person}` : name, person);
    this.openConversation(talk, how);
  }

  /** The current talk is called otherwise, or another one is current: so is the address. */
  follow(conversation = this.#chat.current) {
    if (conversation === this.#chat.current)
      history.replaceState(null, "", addressOf(conversation));
  }

  /** A link to a conversation, or to a person. */
  openLink({ dataset: { name, conversation, conversationName } }, how) {
    const { conversations } = this.#chat;
    const known =
      conversations.byId(Number(conversation)) ?? conversations.byName(conversationName);
    if (name) this.openPerson(name, undefined, how);
    else if (known) this.openConversation(known, how);
    else this.openNamed(conversationName);
  }

  /** It is not this person's any more, or not to be looked at. */
  leave(conversation) {
    if (this.#panes.all.length > 1) this.#panes.close(conversation);
    else this.openNamed("#lobby");
  }

  /** The person has gone back or forward; `state`: what was read there. */
  cameTo(path, state) {
    this.#drawer.close();
    closeAll();
    const { conversations } = this.#chat;
    const name = nameAt(path);
    const known = name && (conversations.byName(name) ?? conversations.formerly(name));
    const seq = state?.reads ?? seqAt(path);
    if (known) {
      this.#chat.open(known, seq);
      if (seq === undefined) this.follow(known);
    } else if (name?.startsWith("@"))
      this.#chat.open(conversations.direct(name.slice(1)));
    else this.#leave(path);
  }

  #goTo(conversation, seq = undefined, isBeside = false) {
    const address = addressAt(conversation, seq);
    if (address !== location.pathname) {
      // So that whoever goes back finds the place again.
      history.replaceState({ reads: this.#panes.current.timeline.reads() }, "");
      history.pushState(null, "", address);
    }
    this.#drawer.close();
    this.#chat.open(conversation, seq, { isBeside });
    if (seq === undefined && !isTouch()) this.#panes.current.composer.focus();
  }
}

function addressAt(place, seq) {
  return seq === undefined ? addressOf(place) : permalinkOf(place, seq);
}

/** What was asked, or offered, was about what is left; but a ban stands. */
function closeAll() {
  for (const dialog of document.querySelectorAll("dialog[open]:not(#banned-dialog)"))
    dialog.close();
  document.querySelector(":popover-open")?.hidePopover();
}
