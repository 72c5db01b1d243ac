/**
 * The rooms that one may see, to join or to open: page by page, found by a part of the
 * name, so that it makes no difference how many there are.
 */
import { follow } from "../../dom/follow.js";
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { onRowArrows } from "../../dom/arrows.js";
import { Roving } from "../../dom/roving.js";
import { say, sayCount } from "../../words/words.js";
import { soon } from "../../browser/soon.js";
import { stamp } from "../../dom/stamp.js";

const PAGE = 50;
const TYPING_MS = 200;

export class DirectoryView {
  #rooms = [];
  #asked = new AbortController();
  #entering = new AbortController();
  #dialog;
  #filter;
  #error;
  #more;
  #fetchRooms;
  #enter;

  /**
   * `fetchRooms({ match, after, limit }, signal)` and `enter(room, signal)` return
   * promises.
   */
  constructor({ dialog, fetchRooms, enter }) {
    this.#dialog = dialog;
    this.#fetchRooms = fetchRooms;
    this.#enter = enter;
    this.#filter = dialog.querySelector(".directory-filter");
    this.#error = dialog.querySelector(".dialog-error");
    this.#more = dialog.querySelector(".directory-more");
    const begin = soon(() => this.#begin(), TYPING_MS);
    this.#filter.addEventListener("input", begin);
    this.#more.addEventListener("click", () => this.#goOn());
    dialog.addEventListener("close", () => this.#closed());
    dialog.addEventListener("close", begin.cancel);
    closeByButtonOrOutside(dialog);
    const list = dialog.querySelector(".directory");
    new Roving(list, "button");
    onRowArrows(list, "li");
  }

  async open(match = "") {
    this.#filter.value = match;
    this.#error.textContent = "";
    this.#dialog.showModal();
    this.#filter.focus();
    await this.#begin();
  }

  close() {
    this.#dialog.close();
  }

  #closed() {
    this.#asked.abort();
    this.#entering.abort();
    this.#entering = new AbortController();
  }

  #begin() {
    return this.#fetch([], "");
  }

  #goOn() {
    return this.#fetch(this.#rooms, this.#rooms.at(-1).name);
  }

  /** Show what is `before`, and the page behind the room that is called `after`. */
  #fetch(before, after) {
    const match = this.#filter.value.trim();
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    return this.#attempt(async () => {
      const page = { match, after, limit: PAGE };
      const { rooms, more } = await this.#fetchRooms(page, signal);
      if (signal.aborted) return; // something else was typed meanwhile
      this.#error.textContent = "";
      this.#rooms = [...before, ...rooms];
      this.#show(more);
    });
  }

  #show(more) {
    follow(this.#dialog.querySelector(".directory"), this.#rooms, {
      keyOf: (room) => room.name,
      rowKey: (row) => row.dataset.room,
      make: () => this.#newRow(),
      fill: fillRoom,
    });
    this.#more.hidden = !more;
    this.#dialog.querySelector(".directory-empty").hidden = this.#rooms.length > 0;
  }

  #newRow() {
    const row = stamp("directory-row");
    row.querySelector("button").addEventListener("click", () => this.#picked(row));
    return row;
  }

  #picked(row) {
    const room = this.#rooms.find((each) => each.name === row.dataset.room);
    return this.#attempt(async () => {
      const { signal } = this.#entering;
      await this.#enter(room, signal);
      if (!signal.aborted) this.close();
    });
  }

  async #attempt(action) {
    try {
      await action();
    } catch (refusal) {
      this.#error.textContent = refusal.message;
    }
  }
}

function fillRoom(row, { name, topic, members, private: isPrivate, member }) {
  row.dataset.room = name;
  row.querySelector(".directory-lock").hidden = !isPrivate;
  row.querySelector(".directory-label").textContent = name;
  row.querySelector(".directory-topic").textContent = topic;
  row.querySelector(".directory-members").textContent = sayCount(
    members,
    "{count} member",
    "{count} members",
  );
  const button = row.querySelector("button");
  button.textContent = member ? say("Open") : say("Join");
  const label = member ? say("Open {name}", { name }) : say("Join {name}", { name });
  button.setAttribute("aria-label", label);
}
