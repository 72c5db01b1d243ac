/**
 * What can be done about a person: write to them, hide the talk with them, block them.
 *
 * It opens at a button, or where somebody asks for a menu of a name.
 */
import { placeAt } from "../dom/direction.js";
import { QuietDialogs } from "./quiet_dialogs.js";
import { say } from "../words/words.js";

const LISTS = ["people", "directs", "messages"];

export class PersonMenu {
  #name = "";
  #author;
  #root = document.getElementById("person-menu");
  #chat;
  #acts;

  /** `write(name)` opens the talk with somebody, `tell(text)` shows a notice. */
  constructor({ chat, write, tell }) {
    const dialogs = new QuietDialogs({ chat, tell });
    this.#chat = chat;
    this.#acts = {
      write,
      hide: (name) => dialogs.hide(name),
      block: (name) => dialogs.block(name, this.#author),
      unblock: (name) => dialogs.unblock(name, this.#author),
    };
    this.#root.addEventListener("click", (event) => this.#click(event));
    for (const id of LISTS) this.#serve(document.getElementById(id));
    const here = document.getElementById("talk-more");
    here.addEventListener("click", () => this.openAt(here, chat.current.label));
  }

  /** `author` is the number of whoever is called that, if it is known. */
  openAt(element, name, author) {
    if (this.#isYou(name)) return;
    this.#name = name;
    this.#author = author;
    this.#fill(name);
    this.#root.showPopover();
    placeAt(this.#root, element);
    this.#root.querySelector("button:not([hidden])").focus();
  }

  /** Have the buttons in a list open it, and the names in it by their own menu. */
  #serve(list) {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-more]");
      if (button) this.openAt(button, nameIn(button.parentElement));
    });
    list.addEventListener("contextmenu", (event) => {
      const link = event.target.closest("a.person-link, a.direct, a.author");
      const name = link && nameIn(link.parentElement);
      if (!name || this.#isYou(name)) return;
      event.preventDefault();
      this.openAt(link, name);
    });
  }

  #fill(name) {
    const { blocks, conversations } = this.#chat;
    const isKnown = this.#author !== undefined;
    const isBlocked = isKnown ? blocks.has(this.#author) : blocks.hasName(name);
    const talk = conversations.byName(`@${name}`);
    const isHere = talk !== undefined && talk === this.#chat.current;
    this.#label("write", say("Write to {name}", { name }), !isBlocked && !isHere);
    this.#label("hide", say("Hide this talk"), (talk?.id ?? null) !== null);
    this.#label("block", say("Block {name}", { name }), !isBlocked);
    this.#label("unblock", say("Unblock {name}", { name }), isBlocked);
  }

  #isYou(name) {
    return name === this.#chat.you.name;
  }

  #label(act, text, isOffered) {
    const button = this.#root.querySelector(`[data-act=${act}]`);
    button.textContent = text;
    button.hidden = !isOffered;
  }

  #click(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (!act) return;
    this.#root.hidePopover();
    this.#acts[act](this.#name);
  }
}

/** Whose name a row has, or a message's head. */
function nameIn(element) {
  const { name, conversationName = "" } = element.querySelector("a").dataset;
  return name ?? conversationName.slice(1);
}
