/**
 * Starts the page: what the server put into it, the connection, the chat, the screen.
 */
import { Chat } from "./core/chat.js";
import { clock } from "./browser/clock.js";
import { Connection, LOGIN_REQUIRED } from "./browser/connection.js";
import { dial } from "./browser/dialled.js";
import { Drafts } from "./browser/drafts.js";
import { newId } from "./browser/ids.js";
import { Hours } from "./browser/hours.js";
import { HoursItem } from "./sidebar/hours_item.js";
import { Keyboard } from "./keyboard.js";
import { followKeyboard } from "./browser/screen_keyboard.js";
import { LogOut } from "./dialogs/log_out.js";
import { Outbox } from "./core/outbox.js";
import { painted } from "./dom/painted.js";
import { Screen } from "./screen.js";
import { Storage } from "./browser/storage.js";
import { Tabs } from "./browser/tabs.js";
import { localeOf, Times } from "./dom/times.js";
import { Tone } from "./browser/tone.js";

const boot = JSON.parse(document.getElementById("boot").textContent);
const messages = painted(document.getElementById("messages"), boot.beside);
const person = boot.you.id;
const storage = new Storage(() => localStorage);
const leave = (address) => location.assign(address);

const connection = new Connection({
  open: dial,
  clock,
  hears: (event) => chat.hear(event),
  changed: () => chat.connectionChanged(),
  refused: (code) =>
    code === LOGIN_REQUIRED && !logOut.ended() && leave(loginAddress()),
});
const outbox = new Outbox({ storage, person, owner: newId(), newId });
const chat = new Chat({ boot, connection, outbox, clock, random: Math.random });
const drafts = new Drafts({ storage, person, tab: outbox.owner });
const { lang } = document.documentElement;
const hours = new Hours(storage);
const locale = localeOf(lang, navigator.languages);
const times = new Times({ locale, hours: hours.value });
const tone = new Tone(storage);
const screen = new Screen({ chat, clock, times, tone, drafts, leave });
new Keyboard();
const adopt = (owner) => chat.adopt(owner);
const tabs = new Tabs({ locks: navigator.locks, outbox, adopt });

new HoursItem(document.getElementById("hours-item"), {
  times,
  chosen: (value) => hours.keep(value),
});

const logOut = new LogOut({
  form: document.getElementById("logout-form"),
  dialog: document.getElementById("logout-dialog"),
  count: () => outbox.ids.size,
  typed: {
    pause: () => drafts.pause(),
    resume: () => {
      drafts.resume();
      screen.keepDraft();
    },
    clear: () => {
      for (const id of outbox.ids) outbox.remove(id);
      drafts.clear();
      tone.clear();
    },
  },
  leave: () => leave("/login/"),
  tell: (text) => screen.notices.tell(text),
});

/** Whoever logs in is led back here, if it is the same person. */
function loginAddress() {
  const { pathname } = location;
  const was = pathname === "/" ? "" : `&was=${person}`;
  return `/login/?next=${encodeURIComponent(pathname)}${was}`;
}

function start() {
  chat.signals.observe({
    welcomed: () => tabs.connected(),
    stranger: () => leave("/"), // the address was the former person's
  });
  const current = chat.conversations.add(boot.current);
  const { more, newer } = boot;
  if (current.id !== null) current.load(messages, more, undefined, newer);
  chat.open(current);
  tabs.start(); // it knows by now what of a dead tab's posts is here
  connection.setOnline(navigator.onLine);
  connection.start();
}

addEventListener("online", () => connection.setOnline(true));
addEventListener("offline", () => connection.setOnline(false));
addEventListener("popstate", () => screen.navigation.cameTo(location.pathname));
addEventListener("pagehide", () => {
  screen.keepDraft();
  chat.leave();
});
addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
addEventListener("focus", comeBack);
addEventListener("storage", ({ key, newValue }) => {
  if (key !== null && newValue === null) chat.postman.storageChanged(key);
  drafts.storageChanged(key);
  screen.look();
  tabs.look();
});

/** Somebody looks again: what they see is to be true. */
function comeBack() {
  screen.look();
  connection.wake();
}

document.addEventListener("visibilitychange", () => {
  screen.visibilityChanged();
  if (document.visibilityState === "visible") connection.wake();
});

start();
followKeyboard(visualViewport, document.documentElement);
