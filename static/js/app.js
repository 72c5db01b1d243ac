/**
 * Starts the page: what the server put into it, the connection, the chat, the screen.
 */
import { Chat } from "./core/chat.js";
import { clock } from "./browser/clock.js";
import { Connection, LOGIN_REQUIRED } from "./browser/connection.js";
import { dial } from "./browser/dialled.js";
import { Drafts } from "./browser/drafts.js";
import { newId } from "./browser/ids.js";
import { Keyboard } from "./keyboard.js";
import { KeptPanes } from "./browser/kept_panes.js";
import { noted } from "./core/history/happened.js";
import { followKeyboard } from "./browser/screen_keyboard.js";
import { Outbox } from "./core/sending/outbox.js";
import { painted } from "./dom/painted.js";
import { Preferences } from "./preferences.js";
import { Screen } from "./screen.js";
import { Settings } from "./core/settings.js";
import { Storage } from "./browser/storage.js";
import { onSwitcher } from "./switching.js";
import { Tabs } from "./browser/tabs.js";
import { localeOf, Times } from "./dom/times.js";
import { Tone } from "./browser/tone.js";
import { Uses } from "./browser/uses.js";

const SETTLED_MS = 3_000;

const boot = JSON.parse(document.getElementById("boot").textContent);
const messages = boot.messages ?? painted(document.getElementById("messages"), boot.beside);
const person = boot.you.id;
const storage = new Storage(() => localStorage);
const leave = (address) => location.assign(address);

const connection = new Connection({
  open: dial,
  clock,
  hears: (event) => chat.hear(event),
  changed: () => chat.connectionChanged(),
  refused: (code) =>
    code === LOGIN_REQUIRED && !logOut?.ended() && leave(loginAddress()),
});
const outbox = new Outbox({ storage, person, owner: newId(), newId });
const chat = new Chat({ boot, connection, outbox, clock, random: Math.random, newId });
const drafts = new Drafts({ storage, person, tab: outbox.owner });
const { lang } = document.documentElement;
const settings = new Settings(storage);
const locale = localeOf(lang, navigator.languages);
const times = new Times({ locale, hours: settings.get("hours") });
const tone = new Tone(storage);
const uses = new Uses({ storage, person });
const kept = new KeptPanes({ storage, person });
const { panels } = boot;
const own = { tone, uses, drafts, kept };
const screen = new Screen({ chat, clock, times, ...own, leave, panels });
new Keyboard(screen.panels, screen.panes);
const adopt = (owner) => chat.adopt(owner);
const tabs = new Tabs({ locks: navigator.locks, outbox, adopt });

const tell = (text) => screen.notices.tell(text);
const { navigation, panes } = screen;
const comeTo = (...where) => navigation.comeTo(...where);
const parts = { chat, settings, times, tell };
new Preferences({ panels: screen.panels, ...parts, clock, comeTo });
onSwitcher(screen.panels, { ...parts, uses, navigation, panes });

const logOutForm = document.getElementById("logout-form");
const typed = {
  pause: () => {
    chat.kept.deletions.flush(); // as whoever leaves the page
    drafts.pause();
  },
  resume: () => {
    drafts.resume();
    screen.keepDraft();
  },
  clear: () => {
    for (const id of outbox.ids) outbox.remove(id);
    for (const each of [drafts, tone, uses, kept]) each.clear();
  },
};
let logOut = null;
const toLogOut = screen.panels.of(
  ({ LogOut }) =>
    (logOut = new LogOut({
      form: logOutForm,
      count: () => outbox.ids.size,
      typed,
      leave: () => leave("/login/"),
      tell,
    })),
  { isHeld: true },
);
logOutForm.addEventListener("submit", (event) => {
  event.preventDefault();
  logOutForm.closest("[popover]").hidePopover();
  toLogOut((it) => it.start());
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
  const { more, newer, kept = [] } = boot;
  for (const each of kept)
    chat.conversations.byId(each.id).load(each.messages, each.more);
  if (current.id !== null) current.load(messages, more, undefined, newer);
  noted(current, boot);
  chat.open(current);
  if (boot.sought) chat.open(current, boot.sought);
  tabs.start(); // it knows by now what of a dead tab's posts is here
  connection.setOnline(navigator.onLine);
  connection.start();
}

addEventListener("online", () => connection.setOnline(true));
addEventListener("offline", () => connection.setOnline(false));
addEventListener("popstate", () => cameTo());
addEventListener("pagehide", () => {
  screen.keepDraft();
  chat.leave();
});
addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
addEventListener("focus", comeBack);
addEventListener("storage", ({ key, newValue }) => {
  if (key !== null && newValue === null) chat.postman.storageChanged(key);
  drafts.storageChanged(key);
  settings.storageChanged(key);
  screen.look();
  tabs.look();
});

function cameTo() {
  navigation.cameTo(location.pathname, history.state);
}

/** Somebody looks again: what they see is to be true. */
function comeBack() {
  screen.look();
  connection.wake();
}

document.addEventListener("visibilitychange", () => {
  screen.visibilityChanged();
  if (document.visibilityState === "visible") connection.wake();
});

/** For times without a line; nothing else waits for anything by now. */
async function prepare() {
  const { prepare } = await import(boot.offline.script).catch(() => ({}));
  prepare?.({ chat, boot, clock, outbox, screen, settings });
}

start();
if (boot.offline.script) clock.after(location.hash ? 0 : SETTLED_MS, prepare);
followKeyboard(visualViewport, document.documentElement);
