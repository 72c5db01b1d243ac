/** What was reported, and waits: with the words as they stood, and what becomes of it. */
import { AskedList } from "../lists/asked_list.js";
import { apart, say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

const PAGE = 20;

export class ReportsList extends AskedList {
  constructor(root, { chat, times, refuse, doing }) {
    const handle = (each, outcome) => doing.handle(each, outcome);
    super(root, {
      ...{ row: "report-row", refuse, none: say("No report waits for you.") },
      keyOf: ({ report }) => report,
      ask: async (last, signal) => {
        const asked = { before: last?.report, limit: PAGE };
        const { reports, more } = await chat.reports.page(asked, signal);
        return { all: reports, more };
      },
      fill: (row, each) => fill(row, each, times),
      act: (name, each) => (name === "person" ? doing.about(aboutOf(each)) : handle(each, name)),
    });
  }
}

function aboutOf({ whom, person, conversation }) {
  return { who: { name: whom, number: person || undefined }, place: conversation };
}

function fill(row, { whom, place, reason, by, at, said = [], person }, times) {
  const part = (selector) => row.querySelector(selector);
  part(".report-whom").textContent = place
    ? say("{whom} in {place}", { whom, place })
    : apart(whom);
  const time = part("time");
  time.dateTime = at;
  time.textContent = times.since(at, Date.now());
  const why = { reason, name: by ?? "" };
  part(".report-reason").textContent = by
    ? say("{name}: {reason}", why)
    : apart(reason);
  part(".report-words").replaceChildren(...said.map(wordsOf));
  part(".report-words").hidden = !said.length;
  part("[data-act=person]").hidden = !person;
  for (const button of row.querySelectorAll("[data-act]"))
    button.ariaLabel = `${button.textContent} ${whom}`;
}

function wordsOf({ from, body }) {
  const words = stamp("report-words");
  words.querySelector("b").textContent = from;
  words.querySelector("span").textContent = body;
  return words;
}
