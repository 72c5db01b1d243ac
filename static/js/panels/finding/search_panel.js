/** What was said, found by its words as they are typed: the newest first, or the best. */
import { FoundList } from "../lists/found_list.js";
import { placeNamed } from "../../browser/routes.js";
import { say, sayCount } from "../../words/words.js";
import { soon } from "../../browser/soon.js";

const PAGE = 20;
const ASKED = /^(newest|best)\s+(\S[^]*)$/i;
const TYPING_MS = 250;

export class SearchPanel {
  #dialog = document.getElementById("search-dialog");
  #list;
  #chat;

  /** `open(conversation's name, seq)` shows a message where it was said. */
  constructor(parts) {
    this.#chat = parts.chat;
    this.#list = new FoundList(this.#dialog, parts, {
      ask: (cursor, signal) => this.#ask(cursor, signal),
      tell: ({ conversation, name, text }) => ({
        where: this.#chat.conversations.called(conversation, name),
        ...{ place: placeNamed(name), body: marked(text) },
      }),
      wrote: (...how) => {
        this.#part(".search-state").textContent = this.#isBlank ? "" : stateOf(...how);
      },
    });
    this.#onTyping(this.#part("form"));
    this.#onKeys(this.#part(".found-list"));
  }

  /** `asked`: what stood behind `/search`, which may say first what comes first. */
  show(asked) {
    const [, order, query] = asked?.match(ASKED) ?? [];
    if (asked) this.#part(`[name=order][value=${order?.toLowerCase() ?? "newest"}]`).checked = true;
    this.#text.value = query ?? asked ?? this.#text.value;
    this.#dialog.showModal();
    this.#text.focus();
    this.#text.select();
    this.#list.begin();
  }

  /** What is typed is asked once, and not at all if nobody waits for it. */
  #onTyping(form) {
    const typed = soon(() => this.#list.begin(), TYPING_MS);
    form.addEventListener("input", typed);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      typed.cancel();
      this.#list.begin();
    });
    this.#dialog.addEventListener("close", typed.cancel);
  }

  /** Arrows lead from what is typed into the list, and back; Escape away from both. */
  #onKeys(list) {
    this.#text.addEventListener("keydown", (event) => {
      const acts = {
        ArrowDown: () => list.querySelector("a")?.focus(),
        // By itself, it would only empty a field of this type.
        Escape: () => this.#dialog.close(),
      };
      if (event.isComposing || !(event.key in acts)) return;
      event.preventDefault();
      acts[event.key]();
    });
    list.addEventListener("keydown", (event) => {
      const isFirst = event.target === list.querySelector("a");
      if (event.key === "ArrowUp" && isFirst) this.#text.focus();
    });
  }

  async #ask(cursor = "", signal) {
    if (this.#isBlank) return { found: [], more: false };
    const { query, order } = Object.fromEntries(new FormData(this.#part("form")));
    const zone = -new Date().getTimezoneOffset();
    const asked = { type: "search", query, order, cursor, limit: PAGE, zone };
    const page = await this.#chat.commands.page(asked, signal);
    return { found: page.hits, more: page.more, next: page.cursor };
  }

  get #text() {
    return this.#part("[name=query]");
  }

  get #isBlank() {
    return !this.#text.value.trim();
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}

/** Every second piece is what was found. */
function marked(pieces) {
  return pieces.map((piece, at) => {
    if (at % 2 === 0) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
}

/** A count of null: it is not known. */
function stateOf(count, more) {
  if (count === null) return "";
  if (!count) return say("Nothing of that was found.");
  const found = sayCount(count, "{count} message", "{count} messages");
  return more ? say("{found}, and there are more", { found }) : found;
}
