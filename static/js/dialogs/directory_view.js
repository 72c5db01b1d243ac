/** All rooms that one may see, to join or to open. */
import { follow } from "../dom/follow.js";
import { closeByButtonOrOutside } from "./form_dialog.js";
import { stamp } from "../dom/stamp.js";

export class DirectoryView {
  #rooms = [];
  #dialog;
  #filter;
  #error;
  #fetchRooms;
  #enter;

  /** `fetchRooms()` and `enter(room)` return promises. */
  constructor({ dialog, fetchRooms, enter }) {
    this.#dialog = dialog;
    this.#fetchRooms = fetchRooms;
    this.#enter = enter;
    this.#filter = dialog.querySelector(".directory-filter");
    this.#error = dialog.querySelector(".dialog-error");
    this.#filter.addEventListener("input", () => this.#show());
    closeByButtonOrOutside(dialog);
  }

  async open() {
    this.#filter.value = "";
    this.#error.textContent = "";
    this.#dialog.showModal();
    this.#filter.focus();
    await this.#attempt(async () => {
      this.#rooms = (await this.#fetchRooms()).rooms;
      this.#show();
    });
  }

  close() {
    this.#dialog.close();
  }

  #show() {
    const text = this.#filter.value.trim().toLowerCase().replace(/^#/, "");
    const found = this.#rooms.filter((room) => room.name.toLowerCase().includes(text));
    follow(this.#dialog.querySelector(".directory"), found, {
      keyOf: (room) => room.name,
      rowKey: (row) => row.dataset.room,
      make: () => this.#newRow(),
      fill: fillRoom,
    });
    this.#dialog.querySelector(".directory-empty").hidden = found.length > 0;
  }

  #newRow() {
    const row = stamp("directory-row");
    row.querySelector("button").addEventListener("click", () => this.#picked(row));
    return row;
  }

  #picked(row) {
    const room = this.#rooms.find((each) => each.name === row.dataset.room);
    return this.#attempt(async () => {
      await this.#enter(room);
      this.close();
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
  row.querySelector(".directory-members").textContent =
    members === 1 ? "1 member" : `${members} members`;
  const button = row.querySelector("button");
  button.textContent = member ? "Open" : "Join";
  button.setAttribute("aria-label", `${button.textContent} ${name}`);
}
