/** What of a room there is to be set, and what it is now: see `set` on the wire. */
import { say } from "../../words/words.js";

const { lang } = document.documentElement;
const SECONDS = [10, 30, 60, 300, 3600];
const DAYS = [1, 7, 30, 90, 365];
const EVERYBODY = say("Everybody");
const MODERATORS = say("Moderators");

/** What is written; `most` characters. */
export const TEXTS = [
  { what: "name", name: say("Name"), most: 30, get: ({ label }) => label },
  { what: "topic", name: say("Topic"), most: 200, get: ({ topic }) => topic },
  {
    what: "description",
    name: say("Description"),
    most: 1000,
    get: ({ description }) => description ?? "",
  },
];

/** What is chosen: `values` are `[value, label]`, the first is the usual one. */
export function choicesOf({ slow = 0, keep = 0 }) {
  return [
    choice("private", say("Who comes in"), [
      [false, EVERYBODY],
      [true, say("Only who is invited")],
    ]),
    choice("unlisted", say("List of rooms"), [
      [false, say("In it")],
      [true, say("Not in it")],
    ]),
    choice("lock", say("Who sets the topic"), [
      [false, EVERYBODY],
      [true, MODERATORS],
    ]),
    choice("speakers", say("Who speaks"), [
      ["member", EVERYBODY],
      ["voice", say("Who has a voice")],
      ["moderator", MODERATORS],
    ]),
    choice("slow", say("One message in"), [
      [0, say("No limit")],
      ...among(SECONDS, slow).map((count) => [count, span(count)]),
    ]),
    choice("keep", say("What is said goes after"), [
      [0, say("As on the site")],
      ...among(DAYS, keep).map((count) => [count, inUnit(count, "day")]),
    ]),
  ];
}

function choice(what, name, values) {
  return { what, name, values, get: (room) => room[what] ?? values[0][0] };
}

/** Those that are offered, and the one that is so now. */
function among(offered, now) {
  return [...new Set([...offered, now])].filter(Boolean);
}

function span(seconds) {
  const units = { hour: 3600, minute: 60, second: 1 };
  const [unit, length] = Object.entries(units).find(([, each]) => seconds % each === 0);
  return inUnit(seconds / length, unit);
}

/** So many of a unit of time: "7 days". */
export function inUnit(count, unit) {
  const how = { style: "unit", unit, unitDisplay: unit === "day" ? "long" : "short" };
  return new Intl.NumberFormat(`${lang}-u-nu-latn`, how).format(count);
}
