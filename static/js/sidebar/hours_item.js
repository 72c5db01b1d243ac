/** The menu's item that has times shown in the other way: "2:05 PM", "14:05". */
import { say } from "../words/words.js";

const OTHER = { 12: "24", 24: "12" };

export class HoursItem {
  #button;
  #times;

  /** `chosen(hours)` is called when the times are shown otherwise. */
  constructor(button, { times, chosen }) {
    this.#button = button;
    this.#times = times;
    button.addEventListener("click", () => {
      button.closest("[popover]").hidePopover();
      times.choose(OTHER[times.hours]);
      this.#show();
      chosen(times.hours);
    });
    this.#show();
  }

  #show() {
    const example = this.#times.example(OTHER[this.#times.hours]);
    this.#button.textContent = say("Show times as {example}", { example });
  }
}
