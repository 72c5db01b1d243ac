/**
 * All that can be set, as one table of {key, name, values, get(), set(value)}: what is kept
 * by this browser, where the first value is the one of whoever has chosen none; and what
 * the server keeps. A value has a third part where it is said in another language.
 */
import { OwnDevice } from "./own_device.js";
import { say } from "../../words/words.js";

const LEVELS = "#levels [data-level]";
const OTHER_LANGUAGES = "#you-menu .languages [name=language]";
const SYSTEM = ["", say("As the system")];
const USUAL = ["", say("As usual here")];
const SIZES = [
  ["small", say("Small")],
  ["large", say("Large")],
  ["larger", say("Larger")],
];

/** The table as it stands; `tell(text)` shows a notice. */
export function rowsOf({ chat, settings, times, tell }) {
  const own = table((hours) => times.example(hours)).map((row) => ({
    get: () => settings.get(row.key),
    set: (value) => settings.set(row.key, value),
    ...row,
  }));
  const { current } = chat;
  const here = current.id === null ? [] : [level(current, chat, tell)];
  const calling = globalThis.Notification ? [calls(chat, settings, tell)] : [];
  return [...own, ...calling, ...here, receipts(chat, tell), time(chat, tell), languages()];
}

/** What can be done with it, for whoever looks for it by its name: {name, act}. */
export function actsOf(rows) {
  return rows.flatMap(({ name, values, get, set }) => {
    const others = values.filter(([value]) => value !== get());
    return others.map(([value, label, lang]) => ({
      lang,
      name: say("{setting}: {value}", { setting: name, value: label }),
      act: () => set(value),
    }));
  });
}

/** `example(hours)` shows a time. */
function table(example) {
  const hours = ["12", "24"].map((each) => [each, example(each)]);
  return [
    row("theme", say("Theme"), [SYSTEM, ["light", say("Light")], ["dark", say("Dark")]]),
    row("size", say("Text size"), [["", say("Usual")], ...SIZES]),
    row("hours", say("Times"), [USUAL, ...hours]),
    row("enter", say("Enter key"), [
      USUAL,
      ["sends", say("Sends")],
      ["breaks", say("Breaks the line")],
    ]),
    row("motion", say("Movement"), [SYSTEM, ["less", say("None")]]),
  ];
}

function row(key, name, values) {
  return { key, name, values };
}

/** Notices of the system: the browser asks whether it may. */
function calls(chat, settings, tell) {
  const own = new OwnDevice(chat);
  const isOn = () => Notification.permission === "granted" && settings.get("calls");
  const always = ["always", say("Also while the page is closed")];
  return {
    key: "calls",
    name: say("Notices of the system"),
    values: [
      ["", say("Never")],
      ["on", say("When I do not look")],
      ...(OwnDevice.isPossible ? [always] : []),
    ],
    get: () => isOn() || "",
    set: async (value) => {
      try {
        if (value) await requireNotices(value);
        await (value === "always" ? own.add() : own.drop());
        settings.set("calls", value);
      } catch (refusal) {
        settings.set("calls", isOn() || "");
        tell(refusal.message);
      }
    },
  };
}

/** One is shown: some browsers of phones have none of pages, and only say so then. */
async function requireNotices(value) {
  const [text, how] = [say("You are called like this."), { tag: "chatsite" }];
  try {
    if ((await Notification.requestPermission()) !== "granted") throw new Error();
    if (value === "on") new Notification(text, how);
  } catch {
    throw new Error(say("Your browser shows no notices of this site."));
  }
}

/** What is news in the conversation that they are at: kept by the server, as in its menu. */
function level(place, { commands }, tell) {
  return {
    key: "level",
    name: say("News in {name}", { name: place.called }),
    values: [...document.querySelectorAll(LEVELS)].map(({ dataset, textContent }) => [
      dataset.level,
      textContent.trim(),
    ]),
    get: () => place.level,
    set: (value) =>
      commands.setLevel(place, { level: value }).catch(({ message }) => tell(message)),
  };
}

/** Theirs on all devices: kept by the server. */
function receipts({ reading: { readers } }, tell) {
  return {
    key: "receipts",
    name: say("Show others what I have read"),
    values: [
      ["yes", say("Yes")],
      ["no", say("No")],
    ],
    get: () => (readers.isOn ? "yes" : "no"),
    set: (value) => readers.show(value === "yes").catch(({ message }) => tell(message)),
  };
}

/** Likewise: where it is shown, it is that of the browser at which they were last. */
function time({ people: { card } }, tell) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return {
    key: "time",
    name: say("Show others what time it is here"),
    values: [
      ["yes", say("Yes")],
      ["no", say("No")],
    ],
    get: () => (card.showsTime ? "yes" : "no"),
    set: (value) =>
      card.showTime(value === "yes", timeZone).catch(({ message }) => tell(message)),
  };
}

/** The language is the person's, and kept by the server: it reads another page then. */
function languages() {
  const { lang } = document.documentElement;
  const own = new Intl.DisplayNames([lang], { type: "language" }).of(lang);
  const others = [...document.querySelectorAll(OTHER_LANGUAGES)];
  return {
    key: "language",
    name: say("Language"),
    values: [
      [lang, own],
      ...others.map(({ value, textContent }) => [value, textContent, value]),
    ],
    get: () => lang,
    set: (value) => others.find((each) => each.value === value)?.click(),
  };
}
