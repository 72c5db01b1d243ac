import { Drafts } from "/static/js/browser/drafts.js";
import { Edits } from "/static/js/browser/edits.js";
import { KeptPanes } from "/static/js/browser/kept_panes.js";
import { attempt } from "/static/js/core/attempt.js";
import { fillAvatar, renameAvatar, showAvatar } from "/static/js/dom/avatars.js";
import { followKeyboard } from "/static/js/browser/screen_keyboard.js";
import { addressOf, nameAt } from "/static/js/browser/routes.js";
import { Storage } from "/static/js/browser/storage.js";
import { Midnight } from "/static/js/core/midnight.js";
import {
  characters,
  countText,
  isBlank,
  unfoldText,
  unreadText,
  withoutBlankEnds,
} from "/static/js/dom/text.js";
import { Times } from "/static/js/dom/times.js";
import { keyOf, onCommandKey } from "/static/js/dom/gestures.js";
import { Drawer } from "/static/js/sidebar/drawer.js";
import { Messages } from "/static/js/core/history/messages.js";
import { typingText } from "/static/js/core/people/typing.js";
import { UnreadLine } from "/static/js/core/reading/unread_line.js";
import { ADA, equal, FakeClock, stored, test } from "./harness.js";

const DEV = { id: 7 };
const AT = "2026-01-31T23:30:00.000Z";

test("why something is refused is told, and whether it was done", async () => {
  const told = [];
  const tell = (text) => told.push(text);
  equal(await attempt(Promise.resolve(), tell), true);
  equal(await attempt(Promise.reject(new Error("Not now.")), tell), false);
  equal(told, ["Not now."]);
});

test("times are those of the reader's zone", () => {
  const [berlin, honolulu] = [
    new Times({ timeZone: "Europe/Berlin", hours: "24" }),
    new Times({ timeZone: "Pacific/Honolulu", hours: "24" }),
  ];
  equal([berlin.clock(AT), berlin.day(AT)], ["00:30", "2026-02-01"]);
  equal([honolulu.clock(AT), honolulu.day(AT)], ["13:30", "2026-01-31"]);
});

test("without a zone times are those of where the browser is", () => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const [here, named] = [new Times(), new Times({ timeZone })];
  for (let hour = 0; hour < 3 * 366 * 24; hour += 7) {
    const at = new Date(Date.parse(AT) + hour * 3600 * 1000).toISOString();
    equal(here.day(at), named.day(at));
  }
});

test("what stands side by side is kept until somebody logs out", () => {
  const storage = new Storage(() => localStorage);
  const kept = new KeptPanes({ storage, person: 1 });
  equal(kept.get(), { panes: [], at: 0 });
  kept.keep([{ id: 7, width: 120 }, { id: 8, width: 80 }], 1);
  const again = new KeptPanes({ storage, person: 1 });
  equal(again.get(), { panes: [{ id: 7, width: 120 }, { id: 8, width: 80 }], at: 1 });
  again.clear();
  again.keep([{ id: 7, width: 1 }], 0);
  equal(again.get().panes, []);
  storage.setItem("chatsite.panes.1", '{"panes":[{"id":"x"},{"id":9,"width":1}],"at":"?"}');
  equal(again.get(), { panes: [{ id: 9, width: 1 }], at: 0 });
});

test("another day is noticed at midnight, and after a sleep", () => {
  const clock = new FakeClock();
  const day = { from: Math.ceil(clock.now() / 60_000) * 60_000 + 60_000, length: 600_000 };
  let passed = 0;
  const dayOf = (now) => Math.floor((now - day.from) / day.length);
  const midnight = new Midnight({ clock, dayOf, passed: () => (passed += 1) });
  midnight.look();
  clock.pass(day.from - clock.now() - 1);
  equal(passed, 0);
  clock.pass(1);
  equal(passed, 1);
  clock.sleep(3 * day.length); // no timer has run
  midnight.look();
  equal(passed, 2);
});

test("an initial is a letter, also where a name is kept apart in a title", () => {
  for (const title of ["ada", "\u2068ada\u2069 (ملاحظات)"]) {
    const avatar = { dataset: {} };
    fillAvatar(avatar, title);
    equal([avatar.textContent, avatar.dataset.avatar[0]], ["A", "a"]);
  }
});

test("what nobody can see is blank", () => {
  for (const text of ["", " \n", "\u200b", "\u2800\u3164", "\u00ad\ufeff\ufe0f", "\u{e0041}"])
    equal([text, isBlank(text)], [text, true]);
  for (const text of ["a", ".", "\u{1f44d}\ufe0f", "\u0301"]) equal(isBlank(text), false);
});

test("what waits has no blank lines around it, as what is stored", () => {
  equal(withoutBlankEnds(" \n\n  a\n\n  b \n\n"), "  a\n\n  b");
});

test("characters are counted as the server counts them", () => {
  equal([characters("naïve"), characters("🎉🎉"), characters("𝒳")], [5, 2, 1]);
});

test("the counter speaks when there is little room, and when there is none", () => {
  equal(countText("x".repeat(3599), 4000), "");
  equal(countText("x".repeat(3600), 4000), "400 characters left");
  equal(countText("x".repeat(5001), 4000), "1,001 characters too long");
});

test("more than 99 are not counted out", () => {
  equal([1, 99, 100].map(unreadText), ["1", "99", "99+"]);
});

test("more than 20 lines are folded", () => {
  equal([unfoldText("\n".repeat(19)), unfoldText("")], ["", ""]);
  const lines = "x\n".repeat(20);
  equal([unfoldText(`\n${lines}\n`), unfoldText(`${lines}x\n`)], ["", "Show all 21 lines"]);
  equal(unfoldText("x\n".repeat(2000)), "Show all 2,000 lines");
});

test("a keyboard that lies over the page makes it smaller, and zooming does not", () => {
  const viewport = Object.assign(new EventTarget(), { height: 700, scale: 1 });
  const root = document.createElement("main");
  Object.defineProperty(root, "clientHeight", { value: 700 });
  followKeyboard(viewport, root);
  const heightAt = (height, scale) => {
    Object.assign(viewport, { height, scale }).dispatchEvent(new Event("resize"));
    return root.style.getPropertyValue("--view-height");
  };
  equal([heightAt(300, 1), heightAt(350, 2), heightAt(300, 1), heightAt(700, 1)],
    ["300px", "", "300px", ""]);
});

test("addresses and names belong together", () => {
  const room = { isRoom: true, name: "#čaj", label: "čaj" };
  equal(nameAt(addressOf(room)), "#čaj");
  equal(nameAt(addressOf({ isRoom: false, name: "@bob", label: "bob" })), "@bob");
  equal(nameAt(addressOf({ isRoom: true, name: "#lobby", label: "lobby" })), "#lobby");
  equal([nameAt("/"), nameAt("/password/")], ["#lobby", null]);
});

test("typing is said in a sentence", () => {
  const names = ["ada", "bob", "carol", "dave"];
  equal(
    [0, 1, 2, 4].map((count) => typingText(names.slice(0, count))),
    [
      "",
      "ada is typing…",
      "ada and bob are typing…",
      "ada, bob and 2 more are typing…",
    ],
  );
});

test("drafts are kept per person and conversation", () => {
  const storage = new Storage(() => localStorage);
  const [ada, bob] = [1, 2].map((person) => new Drafts({ storage, person }));
  ada.keep("#Dev", "half a");
  equal([ada.get("#dev"), ada.get("#art"), bob.get("#dev")], ["half a", "", ""]);
  ada.keep("#dev", "");
  equal(Object.keys(localStorage), []);
});

function tabs(count) {
  const storage = new Storage(() => localStorage);
  const numbers = Array.from({ length: count }, (_, number) => `tab${number}`);
  return numbers.map((tab) => new Drafts({ storage, person: ADA.id, tab }));
}

test("a draft follows what is typed in another tab, and goes when it is sent there", () => {
  const [here, other] = tabs(2);
  equal([here.get("#dev"), other.get("#dev")], ["", ""]);
  here.keep("#dev", "half a");
  equal(other.follow("#dev", ""), "half a");
  other.keep("#dev", "half a word");
  equal(here.follow("#dev", "half a"), "half a word");
  here.keep("#dev", "");
  equal([other.follow("#dev", "half a word"), localStorage.length], ["", 0]);
});

test("what is typed over it in another tab takes no draft away", () => {
  const [here, other, later] = tabs(3);
  here.get("#dev");
  here.keep("#dev", "a long draft of mine");
  other.get("#dev");
  other.keep("#dev", "short");
  equal(here.follow("#dev", "a long draft of mine"), "a long draft of mine");
  here.keep("#dev", "a long draft of mine, and more");
  equal(other.follow("#dev", "short"), "short");
  equal(later.get("#dev"), "short\na long draft of mine, and more");
  equal(localStorage.length, 1);
});

test("what was sent in one tab takes nothing else away in another", () => {
  const [here, other] = tabs(2);
  for (const tab of [here, other]) tab.get("#dev");
  here.keep("#dev", "first");
  other.keep("#dev", "second thoughts");
  equal(here.follow("#dev", "first"), "first");
  other.keep("#dev", "");
  equal(here.follow("#dev", "first"), "first");
  equal(tabs(1)[0].get("#dev"), "first");
});

test("an edit is kept with how the message read, and goes with the drafts", () => {
  const [drafts] = tabs(1);
  const edits = new Edits(drafts);
  const [five, twelve] = [5, 12].map((seq) => ({ seq, id: `id-${seq}` }));
  edits.keep(DEV, five, { before: "old", body: "new" });
  edits.keep(DEV, twelve, { before: "old", body: "old" });
  equal(edits.get(DEV, five), { id: "id-5", before: "old", body: "new" });
  equal([edits.seqsIn(DEV), edits.seqsIn({ id: 70 })], [[5], []]);
  equal([edits.get(DEV, twelve), edits.get(DEV, { ...five, id: "else" })], [null, null]);
  drafts.clear();
  equal([edits.seqsIn(DEV), localStorage.length], [[], 0]);
});

test("a draft is begun again where somebody was in it, and goes with the place", () => {
  const [here, other] = tabs(2);
  here.keepPlace("#dev", [1, 4]);
  equal(here.place("#dev"), null);
  here.keep("#dev", "half a");
  here.keepPlace("#Dev", [1, 4]);
  equal([other.place("#dev"), other.place("#art")], [[1, 4], null]);
  here.keep("#dev", "");
  equal([here.place("#dev"), localStorage.length], [null, 0]);
});

test("drafts go at log-out, and none is kept after it", () => {
  const storage = new Storage(() => localStorage);
  const [ada, bob] = [1, 2].map((person) => new Drafts({ storage, person }));
  ada.keep("#dev", "half a");
  bob.keep("#dev", "his");
  ada.clear();
  ada.keep("#dev", "half a");
  equal([ada.get("#dev"), bob.get("#dev")], ["", "his"]);
});

test("while somebody may be going no draft is kept, and none is lost", () => {
  const storage = new Storage(() => localStorage);
  const [here, tab] = [1, 2].map(() => new Drafts({ storage, person: ADA.id }));
  here.keep("#dev", "half a");
  here.pause();
  tab.storageChanged(`chatsite.leaving.${ADA.id}`);
  for (const each of [here, tab]) each.keep("#dev", "half a word");
  equal(tab.get("#dev"), "half a");
  here.resume();
  tab.storageChanged(`chatsite.staying.${ADA.id}`);
  tab.keep("#dev", "half a word");
  equal([here.get("#dev"), Object.keys(localStorage).length], ["half a word", 1]);
});

test("what is seen as it comes is not new", () => {
  const line = new UnreadLine(ADA);
  line.restart(3);
  line.saw(4);
  equal(line.place(new Messages([stored(3), stored(4)])), null);
});

test("the new line is there again when its message is", () => {
  const line = new UnreadLine(ADA);
  line.restart(3);
  const all = [stored(3), stored(4), stored(5)];
  equal(line.place(new Messages(all)), 4);
  for (const here of [new Messages([stored(5)], true), new Messages([stored(3)], false, true)]) {
    equal(line.place(here), null);
    line.saw(5);
  }
  equal(line.place(new Messages(all)), 4);
});

test("the new line stays while somebody looks, and goes when they look away", () => {
  const line = new UnreadLine(ADA);
  line.restart(3);
  equal(line.place(new Messages([stored(3), stored(4)])), 4);
  line.saw(5);
  equal(line.place(new Messages([stored(3), stored(4), stored(5)])), 4);
  line.restart(5);
  equal(line.place(new Messages([stored(4), stored(5), stored(6)])), 6);
});

test("a key is what it is labelled, and beyond Latin what stands in its place", () => {
  let done = 0;
  onCommandKey("k", () => (done += 1));
  const press = (key, code) => {
    const held = { key, code, ctrlKey: true };
    document.dispatchEvent(new KeyboardEvent("keydown", held));
    return done;
  };
  equal(press("K", "KeyK"), 1);
  equal(press("ن", "KeyK"), 2);
  equal(press("k", "KeyV"), 3); // Dvorak
  equal(press("t", "KeyK"), 3);
  equal([keyOf({ key: "و", code: "Comma" }), keyOf({ key: "ظ", code: "Slash" })], [",", "/"]);
});

test("who goes back on a phone closes the drawer, and stays where they are", () => {
  const watchers = [];
  const { CloseWatcher } = globalThis;
  globalThis.CloseWatcher = class extends EventTarget {
    isWatching = watchers.push(this) > 0;
    destroy() {
      this.isWatching = false;
    }
  };
  const app = document.createElement("div");
  const buttons = ["open", "close"].map((verb) => `<button data-drawer="${verb}"></button>`);
  app.innerHTML = `<nav>${buttons.join("")}</nav><main></main><div></div>`;
  const [sidebar, conversation, shade] = app.children;
  const drawer = new Drawer({ app, sidebar, conversation, shade });
  drawer.open();
  drawer.close();
  drawer.open();
  globalThis.CloseWatcher = CloseWatcher;
  equal(watchers.map(({ isWatching }) => isWatching), [false, true]);
  watchers[1].dispatchEvent(new Event("close"));
  equal([app.className, conversation.inert], ["", false]);
});

test("a picture goes along with a name, until a letter is wanted", () => {
  const sheet = Object.assign(document.createElement("style"), { id: "avatars" });
  const avatar = document.createElement("span");
  document.body.append(sheet, avatar);
  const shownOf = (name) => {
    fillAvatar(avatar, name);
    return getComputedStyle(avatar).backgroundImage.split("/").at(-1);
  };
  const [former, person] = ['Ada "x"', { name: "Eve" }];
  showAvatar({ name: former, href: "/a" });
  showAvatar({ name: former, href: "/b" });
  equal([shownOf(former), shownOf("eve")], ['b")', "none"]);
  renameAvatar({ former, person, gone: true });
  equal([shownOf(former), shownOf("eve")], ['b")', "none"]);
  renameAvatar({ former, person });
  equal([shownOf(former), shownOf("eve")], ["none", 'b")']);
  renameAvatar({ former, person });
  showAvatar({ name: "eve", href: "" });
  equal([shownOf("eve"), sheet.sheet.cssRules.length], ["none", 1]);
  sheet.remove();
  avatar.remove();
});
