/**
 * All that is unread, by conversation: to be read here, opened, or to be marked read,
 * one after the other or all at once.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { countedText } from "../../dom/text.js";
import { say, sayCount } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

// Of each conversation; whoever wants to read more of it opens it.
const SHOWN = 10;
// So many are asked for at first, and with each press of "More".
const PLACES = 10;

export class UnreadPanel {
  #asking = new AbortController();
  #places = [];
  #isNewestFirst = false;
  #chat;
  #open;
  #times;
  #clock;
  #dialog = document.getElementById("unread-dialog");

  /** `open(name)` shows one of them. */
  constructor({ chat, open, times, clock }) {
    [this.#chat, this.#open, this.#times, this.#clock] = [chat, open, times, clock];
    closeByButtonOrOutside(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#asking.abort());
    this.#find(".unread-order").addEventListener("change", ({ target }) => {
      this.#isNewestFirst = target.value === "newest";
      this.#fill();
    });
    this.#find(".unread-all-read").addEventListener("click", () => this.#readAll());
    this.#find(".unread-more").addEventListener("click", () => this.#more());
  }

  show() {
    this.#dialog.showModal();
    this.#fill();
  }

  #fill() {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#places = this.#chat.conversations.withNews;
    this.#find(".unread-places").replaceChildren();
    this.#more();
    this.#finish();
  }

  /** The next of them, with what is unread there. */
  #more() {
    const some = this.#places.splice(0, PLACES);
    for (const place of some) this.#add(place);
    const more = this.#find(".unread-more");
    const hadFocus = more === document.activeElement;
    more.hidden = this.#places.length === 0;
    if (hadFocus && more.hidden) this.#find(".unread-places button")?.focus();
  }

  #add(place) {
    const section = stamp("unread-place");
    const title = section.querySelector(".unread-open");
    title.textContent = place.called;
    title.addEventListener("click", () => {
      this.#dialog.close();
      this.#open(place.name);
    });
    const count = countedText(place.unread, place.news.most);
    section.querySelector(".unread-count").textContent = count;
    const read = section.querySelector(".unread-read");
    read.ariaLabel = say("Mark as read: {name}", { name: place.called });
    read.addEventListener("click", () => {
      this.#chat.reading.reader.readAll(place);
      this.#remove(section);
    });
    this.#find(".unread-places").append(section);
    this.#load(place, section);
  }

  async #load(place, section) {
    const { signal } = this.#asking;
    const note = section.querySelector(".unread-note");
    note.textContent = say("One moment…");
    try {
      const where = this.#isNewestFirst ? {} : { after: place.read };
      const page = await this.#chat.commands.look(
        place,
        { ...where, limit: 5 * SHOWN },
        signal,
      );
      if (!signal.aborted) this.#write(place, section, page.messages);
    } catch (refusal) {
      if (!signal.aborted) note.textContent = refusal.message;
    }
  }

  #write(place, section, messages) {
    const isNew = ({ seq, deleted, author }) =>
      seq > place.read && !deleted && place.isHeard(author);
    const found = messages.filter(isNew);
    if (this.#isNewestFirst) found.reverse();
    const shown = found.slice(0, SHOWN);
    section.querySelector(".unread-rows").replaceChildren(...shown.map((each) => this.#row(each)));
    const left = place.unread - shown.length;
    section.querySelector(".unread-note").textContent =
      left > 0 ? sayCount(left, "{count} more message", "{count} more messages") : "";
  }

  #row({ from, body, at, action = false }) {
    const row = stamp("unread-row");
    row.querySelector(".unread-from").textContent = from;
    const time = row.querySelector("time");
    time.dateTime = at;
    time.textContent = this.#times.since(at, this.#clock.now());
    row.querySelector(".unread-body").textContent = body;
    row.classList.toggle("action", action);
    return row;
  }

  #readAll() {
    const { conversations, reading } = this.#chat;
    for (const place of conversations.withNews) reading.reader.readAll(place);
    this.#places = [];
    this.#find(".unread-places").replaceChildren();
    this.#more();
    this.#finish();
  }

  /** The focus goes to the next one, or to what closes the list. */
  #remove(section) {
    const next = section.nextElementSibling ?? section.previousElementSibling;
    section.remove();
    if (!next && this.#places.length) this.#more();
    const place = next ?? this.#find(".unread-place");
    (place?.querySelector(".unread-read") ?? this.#find("[data-close]")).focus();
    this.#finish();
  }

  #finish() {
    const isEmpty = this.#find(".unread-place") === null;
    this.#find(".unread-none").hidden = !isEmpty;
    this.#find(".unread-head").hidden = isEmpty;
    const hasFocus = this.#dialog.contains(document.activeElement);
    if (!hasFocus) this.#find("[data-close]").focus();
  }

  #find(selector) {
    return this.#dialog.querySelector(selector);
  }
}
