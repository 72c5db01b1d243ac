/** From conversation to conversation, with the address and the browser's history. */
import { addressOf, nameAt } from "./browser/routes.js";
import { isTouch } from "./dom/touch.js";

export class Navigation {
  #chat;
  #drawer;
  #composer;
  #leave;

  /** `leave(address)` goes to another page. */
  constructor({ chat, drawer, composer, leave }) {
    this.#chat = chat;
    this.#drawer = drawer;
    this.#composer = composer;
    this.#leave = leave;
  }

  openNamed(name) {
    const conversation = this.#chat.conversations.byName(name);
    if (conversation) this.#goTo(conversation);
    else
      this.#leave(addressOf({ isRoom: name[0] === "#", name, label: name.slice(1) }));
  }

  /** `author` is the number of whoever was called that, if it is known. */
  openPerson(name, author) {
    const { conversations, people, you } = this.#chat;
    const here = name === you.name ? you.id : people.numberOf(name);
    const person = author ?? here;
    if (person === you.id) return;
    // A guest's name can be somebody else's by now.
    const isLost = here !== undefined && here !== person;
    this.#goTo(conversations.direct(isLost ? `${name}~${person}` : name, person));
  }

  /** The open talk is called otherwise: so is its address. */
  follow(conversation) {
    if (conversation === this.#chat.current)
      history.replaceState(null, "", addressOf(conversation));
  }

  /** A link to a conversation, or to a person. */
  openLink({ dataset: { name, conversation, conversationName } }) {
    const known = this.#chat.conversations.byId(Number(conversation));
    if (name) this.openPerson(name);
    else if (known) this.#goTo(known);
    else this.openNamed(conversationName);
  }

  /** The person has gone back or forward. */
  cameTo(path) {
    this.#drawer.close();
    closeAll();
    const { conversations } = this.#chat;
    const name = nameAt(path);
    const known = name && (conversations.byName(name) ?? conversations.formerly(name));
    if (known) {
      this.#chat.open(known);
      this.follow(known);
    } else if (name?.startsWith("@"))
      this.#chat.open(conversations.direct(name.slice(1)));
    else this.#leave(path);
  }

  #goTo(conversation) {
    const address = addressOf(conversation);
    if (address !== location.pathname) history.pushState(null, "", address);
    this.#drawer.close();
    this.#chat.open(conversation);
    if (!isTouch()) this.#composer.focus();
  }
}

/** What was asked, or offered, was about what is left; but a ban stands. */
function closeAll() {
  for (const dialog of document.querySelectorAll("dialog[open]:not(#banned-dialog)"))
    dialog.close();
  document.querySelector(":popover-open")?.hidePopover();
}
