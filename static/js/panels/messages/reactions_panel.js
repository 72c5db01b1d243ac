/** Who has reacted to a message, emoji by emoji. */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { directAddress } from "../../browser/routes.js";
import { number } from "../../words/words.js";
import { onArrows } from "../../dom/arrows.js";
import { onPerson } from "../../dom/gestures.js";
import { Roving } from "../../dom/roving.js";
import { stamp } from "../../dom/stamp.js";

export class ReactionsPanel {
  #dialog = document.getElementById("reactions-dialog");
  #tabs = this.#dialog.querySelector(".reactors-tabs");
  #list = this.#dialog.querySelector(".reactors");
  #chat;
  #place = null;
  #seq = null;
  #emoji = "";

  /** `openPerson(name, number)` opens the talk with somebody. */
  constructor({ chat, openPerson }) {
    this.#chat = chat;
    closeByButtonOrOutside(this.#dialog);
    new Roving(this.#tabs, "button", {
      first: (tabs) => tabs.querySelector("[aria-selected=true]"),
    });
    onArrows(this.#tabs, "button", Infinity); // all in one line
    this.#tabs.addEventListener("click", ({ target }) => {
      const tab = target.closest("button");
      if (tab) this.#turnTo(tab.dataset.emoji);
    });
    new Roving(this.#list, "a");
    onArrows(this.#list, "a");
    const open = (...who) => {
      this.#dialog.close();
      openPerson(...who);
    };
    onPerson(this.#list, { look: (_, ...who) => open(...who), open });
    chat.signals.observe({ changed: (place) => this.#changed(place) });
  }

  /** `emoji` is the one whose people are shown first. */
  show(place, message, emoji) {
    [this.#place, this.#seq] = [place, message.seq];
    this.#emoji = emoji;
    this.#write();
    this.#dialog.showModal();
    this.#tabs.querySelector("[aria-selected=true]")?.focus();
  }

  #turnTo(emoji) {
    this.#emoji = emoji;
    this.#write();
    this.#tabs.querySelector("[aria-selected=true]").focus();
  }

  #changed(place) {
    if (this.#dialog.open && place === this.#place) this.#write();
  }

  #write() {
    const { reactions = {}, reactors = {} } = this.#message;
    const heard = Object.entries(this.#chat.blocks.heard(reactions, reactors));
    if (!heard.length) return this.#dialog.close();
    if (!heard.some(([emoji]) => emoji === this.#emoji)) this.#emoji = heard[0][0];
    const focused = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...heard.map((each) => this.#tab(...each)));
    if (focused) this.#tabs.querySelector("[aria-selected=true]").focus();
    const [, names] = heard.find(([emoji]) => emoji === this.#emoji);
    const numbers = new Map(
      (reactions[this.#emoji] ?? []).map((name, at) => [name, reactors[this.#emoji]?.[at]]),
    );
    const people = names.map((name) => person(name, numbers.get(name)));
    this.#list.replaceChildren(...people);
  }

  #tab(emoji, names) {
    const tab = stamp("reactors-tab");
    const isOpen = emoji === this.#emoji;
    tab.dataset.emoji = emoji;
    tab.ariaSelected = isOpen;
    tab.tabIndex = isOpen ? 0 : -1;
    tab.querySelector(".reaction-emoji").textContent = emoji;
    tab.querySelector(".reaction-count").textContent = number(names.length);
    return tab;
  }

  get #message() {
    return this.#place.messages?.get(this.#seq) ?? {};
  }
}

function person(name, author) {
  const row = stamp("reactor");
  const link = row.querySelector("a");
  link.textContent = link.dataset.name = name;
  if (author !== undefined) link.dataset.person = author;
  link.href = directAddress(name);
  return row;
}
