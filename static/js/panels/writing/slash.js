/** Does what a line with a slash asks for; what it cannot do stays where it was typed. */
import { clock } from "../../browser/clock.js";
import { momentIn } from "../../browser/moments.js";
import { obey, refusalOf } from "../../core/slash/line.js";
import { say } from "../../words/words.js";
import { UNDO_MS } from "../../core/sending/deletions.js";
import { UndoNotices } from "../undo_notices.js";

const LANGUAGES = "#you-menu [name=language]";

export class Slash {
  /** The list that was closed last. */
  #list = null;
  /** Tells what is left of the last one that is no such list. */
  #rest = null;
  #chat;
  #acts;
  #tell;
  #giveBack;
  #going;

  /**
   * `acts` are what it can do with the page, see `core/slash/line.js`; `tell(text)` shows a
   * notice, and `giveBack(name, text)` puts what was typed back where it was.
   */
  constructor({ chat, acts, tell, giveBack }) {
    this.#chat = chat;
    this.#acts = acts;
    this.#tell = tell;
    this.#giveBack = giveBack;
    this.#going = new UndoNotices({ clock, tell, shownMs: UNDO_MS });
    const closed = ({ target }) => {
      this.#list = target.querySelector(".found-list") && target;
      if (this.#list) this.#rest = null;
    };
    document.addEventListener("close", closed, true);
  }

  /** `here` is the conversation that it was typed in. */
  async obey(command, { text, here, taken }) {
    const refusal = refusalOf(command);
    if (refusal) return this.#tell(refusal);
    taken();
    try {
      const offer = (...what) => this.#going.offer(...what);
      const lists = { goOn: () => this.#goOn(), putOff: (rest) => this.#putOff(rest) };
      const times = { momentIn: momentFrom, shownAt };
      const own = { ...lists, ...times, languages: languages(), leave, offer, settle };
      const person = { chat: this.#chat, here, tell: this.#tell, ...own, ...this.#acts };
      await obey(person, command);
    } catch (error) {
      this.#tell(error.message);
      this.#giveBack(here.name, text);
    }
    return undefined;
  }

  #putOff(rest) {
    this.#rest = rest;
    this.#tell(say("And more: /more shows them."));
  }

  #goOn() {
    if (this.#rest) {
      const rest = this.#rest;
      this.#rest = null;
      return rest();
    }
    const more = this.#list?.querySelector("button.found-more:not([hidden])");
    if (!more) throw new Error(say("There is no more."));
    this.#list.showModal();
    more.focus();
    more.click();
    return undefined;
  }
}

/** All that the site speaks; another one than this is chosen by the menu's button. */
function languages() {
  const { lang } = document.documentElement;
  const own = new Intl.DisplayNames([lang], { type: "language" }).of(lang);
  const others = [...document.querySelectorAll(LANGUAGES)].map((button) => ({
    ...{ code: button.value, name: button.textContent, choose: () => button.click() },
  }));
  return [{ code: lang, name: own, choose: () => {} }, ...others];
}

/** The time that a text begins with, as the wire has it. */
function momentFrom(text) {
  return momentIn(text, new Date())?.at.toISOString();
}

/** A time of the wire, as it is said here. */
function shownAt(at) {
  return new Date(at).toLocaleString(document.documentElement.lang);
}

function settle(part) {
  location.assign(`/account/#${part}`);
}

function leave() {
  document.getElementById("logout-form").requestSubmit();
}
