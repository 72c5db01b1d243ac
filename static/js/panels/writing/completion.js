/**
 * A list above where somebody writes, of what can end what they have begun: by the
 * arrows, Enter or Tab, or by a tap. The focus stays in the text.
 */
import { begun, closedEmoji, MOST } from "../../core/writing/completing.js";
import { CompletionList } from "./completion_list.js";
import { insert } from "../../dom/insertion.js";
import { soon } from "../../browser/soon.js";
import { Sources } from "./completion_sources.js";

const TYPING_MS = 150;

export class Completion {
  #area = null;
  #begun = null;
  #entries = [];
  #left = null;
  #sources;
  #uses;
  #list;
  #askSoon = soon(() => this.#ask(), TYPING_MS);

  constructor({ chat, uses, tone }) {
    this.#sources = new Sources({ chat, uses, tone });
    this.#uses = uses;
    this.#list = new CompletionList(document.getElementById("completion"), (place) =>
      this.#choose(this.#entries[place]),
    );
    document.addEventListener("keydown", (event) => this.#key(event), true);
    document.addEventListener("focusout", ({ target }) => {
      if (target === this.#area) this.#close();
    });
    document.addEventListener("selectionchange", () => {
      if (this.#begun && document.activeElement === this.#area) this.look(this.#area);
    });
    const shown = (conversation) => conversation === chat.current && this.#close();
    chat.signals.observe({ shown });
  }

  /** Something was typed there, or the cursor has moved. */
  look(area) {
    const { value, selectionStart: at, selectionEnd } = area;
    const its = at === selectionEnd ? begun(value, at) : null;
    const key = its && `${its.mark} ${its.start}`;
    if (key !== this.#left) this.#left = null;
    if (!its || this.#left) {
      this.#close();
      if (!its) this.#endEmoji(area, at);
    } else if (area !== this.#area || !isSame(this.#begun, its)) {
      [this.#area, this.#begun] = [area, { ...its, at }];
      this.#show(this.#sources.known(its.mark, its.typed));
      this.#askSoon();
    }
  }

  /** What is known somewhere else comes behind: nothing moves below a hand. */
  async #ask() {
    const asked = this.#begun;
    if (!asked || this.#entries.length === MOST) return;
    try {
      const more = await this.#sources.asked(asked.mark, asked.typed);
      if (asked !== this.#begun) return; // something else was typed meanwhile
      const known = new Set(this.#entries.map(({ put }) => put));
      const others = more.filter(({ put }) => !known.has(put));
      if (others.length) this.#show([...this.#entries, ...others].slice(0, MOST), true);
    } catch {
      // What is here is offered all the same.
    }
  }

  #show(entries, isMore = false) {
    this.#entries = entries;
    const { mark } = this.#begun;
    const anchor = this.#area.closest("form");
    const name = this.#sources.nameOf(mark);
    this.#list.show(entries, { area: this.#area, anchor, name, stays: isMore });
  }

  #close() {
    this.#begun = null;
    this.#list.close();
  }

  #key(event) {
    const isOther = event.target !== this.#area || !this.#list.isOpen;
    if (isOther || event.isComposing || event.keyCode === 229) return;
    const act = this.#acts[event.key];
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!act || ctrlKey || metaKey || altKey || shiftKey || act() === false) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** False: the key is for the text, or for whoever hears it next. */
  #acts = {
    ArrowDown: () => this.#list.step(1),
    ArrowUp: () => this.#list.step(-1),
    Tab: () => this.#choose(this.#entries[this.#list.at]),
    Enter: () => {
      const chosen = this.#entries[this.#list.at];
      if (this.#list.isMoved || !chosen.isWhole) return this.#choose(chosen);
      this.#close();
      return false;
    },
    Escape: () => {
      this.#left = `${this.#begun.mark} ${this.#begun.start}`;
      this.#close();
    },
  };

  #choose({ put, used }) {
    const [area, { mark, start, at }] = [this.#area, this.#begun];
    this.#uses.note(mark === ":" ? "emoji" : mark, used);
    this.#close();
    insert(area, { start, ...ended({ text: area.value, mark, at, put }) });
  }

  /** `:tada:` was typed to its end. */
  #endEmoji(area, at) {
    const its = closedEmoji(area.value, at);
    const emoji = its && this.#sources.named(its.typed);
    if (emoji) insert(area, { start: its.start, end: at, put: emoji });
  }
}

function isSame(one, other) {
  const { mark, typed, start } = one ?? {};
  return mark === other.mark && typed === other.typed && start === other.start;
}

/** One blank behind it, and no more; behind the language of code the code begins. */
function ended({ text, mark, at, put }) {
  if (mark === "`") return { end: at, put: at === text.length ? `${put}\n` : put };
  return { end: text[at] === " " ? at + 1 : at, put };
}
