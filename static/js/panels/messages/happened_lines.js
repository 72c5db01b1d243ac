/** Quiet lines between the messages: what happened in the room beside what was said. */
import { asHappened } from "../../core/history/happened.js";
import { sentenceOf } from "./happened_sentences.js";
import { stamp } from "../../dom/stamp.js";

const LINE = ".happened-line";

export class HappenedLines {
  #chat;
  #times;

  constructor({ chat, times }) {
    [this.#chat, this.#times] = [chat, times];
  }

  /** Have a line for each in the `list` of a conversation's messages, in its place. */
  show(list, { events, messages, id }) {
    const known = new Map();
    for (const line of list.querySelectorAll(LINE)) {
      const isOurs = line.dataset.of === `${id}` && events.has(Number(line.dataset.at));
      if (isOurs) known.set(Number(line.dataset.at), line);
      else remove(line);
    }
    const shown = [...events.values()].filter(({ seq }) => isOnPage(seq, messages));
    for (const event of shown.sort((a, b) => a.seq - b.seq)) {
      const line = known.get(event.seq) ?? this.#line(event, id);
      place(line, event.seq, list);
    }
  }

  #line(event, id) {
    const line = stamp("happened-line");
    Object.assign(line.dataset, { at: event.seq, of: id });
    const said = asHappened(event) ?? event;
    line.querySelector("span").textContent = sentenceOf(said, this.#chat.blocks);
    const time = line.querySelector("time");
    time.dateTime = event.at;
    time.textContent = this.#times.clock(event.at);
    return line;
  }
}

/** Whether that is between what is here: what is beyond comes with its own page. */
function isOnPage(seq, messages) {
  if (!messages) return false;
  const { first, last, more, newer = false } = messages;
  return (!more || seq > first?.seq) && (!newer || seq < last?.seq);
}

/** Below the last message before it, and what has happened since that. */
function place(line, seq, list) {
  const before = elementsOf(list).filter((each) => numberOf(each) < seq);
  const above = before.at(-1);
  if (above) {
    if (line.previousElementSibling !== above) above.after(line);
    return;
  }
  const group = list.querySelector(".rows") ?? list.appendChild(newGroup());
  if (group.firstElementChild !== line) group.prepend(line);
}

/** With its group, if it was all of that. */
function remove(line) {
  const group = line.parentElement;
  line.remove();
  if (group?.childElementCount === 0) group.remove();
}

/** What has a number, in the order in which it stands: posts that wait have none. */
function elementsOf(list) {
  return [...list.querySelectorAll(`.message[data-seq], ${LINE}`)];
}

function numberOf({ dataset: { seq, at } }) {
  return Number(seq ?? at);
}

function newGroup() {
  const group = document.createElement("ol");
  group.className = "rows";
  return group;
}
