/** What is unread, what of it calls, and who has read what. */
import { Chat } from "/static/js/core/chat.js";
import { Notifier } from "/static/js/panels/reading/notifier.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { ADA, equal, FakeClock, message, room, settled, stored, test } from "./harness.js";

const TALK = { id: 8, kind: "direct", name: "@bob", key: "@bob", person: 2 };
const SEEN = { head: 9, read: 9 };

/** A page with some conversations, and what it sends. */
function page(...wires) {
  const sent = [];
  const connection = { isConnected: true, send: (command) => sent.push(command) > 0 };
  const storage = { keys: () => [], getItem: () => null, setItem() {}, removeItem() {} };
  const boot = { you: ADA, limits: {}, online: ["ada"], conversations: wires };
  const outbox = new Outbox({ storage, person: 1, owner: "tab", newId: () => "id" });
  const clock = new FakeClock();
  const chat = new Chat({ boot, connection, outbox, clock, random: () => 1 });
  return {
    chat,
    clock,
    place: (id) => chat.conversations.byId(id),
    sent: (type) => sent.filter((command) => command.type === type),
    answer(type, facts) {
      const { ref } = sent.findLast((command) => command.ref);
      chat.hear({ type, ref, ...facts });
      return settled();
    },
  };
}

test("what is marked unread stays so while one looks, until one comes back", () => {
  const { chat, place, sent } = page(room(SEEN), room({ id: 9, name: "#b", key: "#b" }));
  const dev = place(7);
  dev.load([stored(8), stored(9)], true);
  chat.open(dev);
  chat.hear({ type: "unread", conversation: room({ head: 9, read: 7, unread: 2 }) });
  chat.seen();
  chat.hear({ type: "heads", heads: { 7: 9 }, read: { 7: 9 }, epochs: {} });
  equal([dev.read, dev.unread, sent("read").length], [7, 2, 0]);
  chat.open(place(9));
  chat.open(dev);
  chat.seen();
  equal([dev.unread, sent("read").map(({ seq }) => seq)], [0, [9]]);
});

test("who posts, or reads it elsewhere, has read what was marked unread", () => {
  for (const act of [
    ({ chat }) => chat.post({ body: "hi" }),
    ({ chat }) => chat.hear({ type: "read", conversation: 7, seq: 8 }),
    ({ chat }) => chat.reading.reader.readAll(chat.current),
  ]) {
    const here = page(room(SEEN));
    here.place(7).load([stored(8), stored(9)], true);
    here.chat.open(here.place(7));
    here.chat.hear({ type: "unread", conversation: room({ head: 9, read: 7, unread: 2 }) });
    act(here);
    here.chat.seen();
    equal(here.place(7).unread, 0);
  }
});

test("more than a hundred are counted by the server, and on from there", async () => {
  const many = { head: 500, read: 20, unread: 100 };
  const { chat, place, sent, answer } = page(room(many));
  const dev = place(7);
  dev.load([stored(21)], true, undefined, true);
  chat.open(dev);
  equal(sent("count").length, 1);
  await answer("counted", { conversation: 7, head: 500, read: 20, unread: 380 });
  chat.hear(message(501));
  equal([dev.unread, dev.news.most], [381, 1000]);
  chat.hear({ type: "read", conversation: 7, seq: 501 });
  equal(dev.unread, 0);
});

test("a room out of the list comes back by a mention, or when it is opened", async () => {
  const { chat, place, sent, answer } = page(
    room({ ...SEEN, name: "#lobby", key: "#lobby", id: 1 }),
    room({ ...SEEN, hidden: true }),
  );
  const listed = () => chat.conversations.rooms.map(({ name }) => name);
  chat.open(place(1));
  chat.hear(message(10));
  equal(listed(), ["#lobby"]);
  chat.hear(message(11, { mentions: [{ author: ADA.id, name: "ada" }] }));
  equal(listed(), ["#lobby", "#dev"]);
  chat.hear({ type: "level", conversation: 7, level: "nothing", hidden: true });
  equal(listed(), ["#lobby"]);
  place(7).load([], false);
  chat.open(place(7));
  equal(sent("level").map(({ hidden }) => hidden), [false]);
  await answer("level", { conversation: 7, level: "nothing", hidden: false });
  chat.open(place(1));
  equal(listed(), ["#lobby", "#dev"]);
});

test("the next with something unread is found in both directions, round and round", () => {
  const news = { head: 9, read: 8, unread: 1 };
  const of = (id, name, fields) => room({ id, name, key: name, ...SEEN, ...fields });
  const { chat, place } = page(
    of(1, "#a", news),
    of(2, "#b"),
    of(3, "#c", { ...news, level: "nothing" }),
    of(4, "#d", news),
    { ...room(news), ...TALK },
  );
  const next = (step) => chat.conversations.nextWithNews(step)?.name;
  place(2).load([], false);
  chat.open(place(2));
  equal([next(1), next(-1)], ["#d", "#a"]);
  for (const id of [1, 4, 8]) chat.reading.reader.readAll(place(id));
  equal(next(1), undefined);
});

test("what calls is counted in the title by its level", () => {
  const news = { head: 9, read: 6, unread: 3 };
  const { chat } = page(
    room({ ...news, level: "mentions", mentions: 1 }),
    room({ ...news, id: 9, name: "#b", key: "#b", level: "mentions" }),
    { ...room({ ...news, level: "nothing" }), ...TALK },
  );
  const { conversations } = chat;
  equal([conversations.wordsBeside(), conversations.hasChatterBeside()], [1, false]);
});

test("who has read one's last message is asked once, and told from then on", async () => {
  const { chat, place, sent, answer } = page(room(SEEN));
  const dev = place(7);
  dev.load([stored(8, { author: ADA.id }), stored(9)], true);
  chat.open(dev);
  chat.open(dev);
  equal(sent("readers").map(({ seq }) => seq), [8]);
  await answer("readers", { conversation: 7, seq: 8, people: [{ id: 2, name: "bob" }] });
  equal(chat.reading.readers.of(dev), { seq: 8, count: 1 });
  chat.hear({ type: "seen", conversation: 7, read: { 3: 9, [ADA.id]: 9 } });
  equal(chat.reading.readers.of(dev), { seq: 8, count: 2 });
  chat.hear(message(10, { author: ADA.id, from: "ada" }));
  dev.messages.put(stored(10, { author: ADA.id }));
  equal(chat.reading.readers.of(dev), null);
  chat.hear({ type: "receipts", on: false });
  chat.hear({ type: "seen", conversation: 7, read: { 3: 10 } });
  equal(chat.reading.readers.of(dev), null);
});

/** What the system shows to somebody who does not look, until `restore()`. */
function noticed() {
  const shown = [];
  class Notice extends EventTarget {
    constructor(title, { body }) {
      super();
      shown.push([title, body, this]);
    }
    close() {
      shown.push("closed");
    }
  }
  const usual = [globalThis.Notification, document.hasFocus];
  [globalThis.Notification, document.hasFocus] = [Notice, () => false];
  const restore = () => ([globalThis.Notification, document.hasFocus] = usual);
  return { shown, restore };
}

const NEWS = new Set([4, 5]);
const SAID = { seq: 4, from: "bob", body: "hello" };
const BOB = { name: "@bob", called: "@bob", isRoom: false, level: "all", news: NEWS };

test("a notice of the system calls for what is meant for one, and unread a second later", async () => {
  const { shown, restore } = noticed();
  const [{ chat, clock, answer }, went] = [page(), []];
  const comeTo = (...where) => went.push(where);
  const notifier = new Notifier({ chat, clock, comeTo });
  const place = (fields) => ({ name: "#dev", called: "#dev", isRoom: true, level: "all", ...fields });
  const [none, some] = [new Set(), new Set([4])];
  const dev = place({ named: some, news: some });
  const quiet = { ...dev, level: "nothing" };
  const talk = place({ name: "@bob", isRoom: false, named: none, news: new Set([4]) });
  const read = { ...talk, news: none };
  for (const each of [place({ named: none, news: some }), quiet, read, dev, talk])
    notifier.arrived(each, SAID);
  clock.pass(999);
  equal(shown.length, 0);
  clock.pass(1);
  await answer("devices", { devices: [] });
  equal(shown.map(([title, body]) => [title, body]), [
    ["bob in #dev", "hello"],
    ["bob", "hello"],
  ]);
  shown[0][2].dispatchEvent(new Event("click"));
  talk.news.clear();
  chat.signals.listed.emit();
  equal([shown.slice(2), went], [["closed", "closed"], [["#dev", 4]]]);
  restore();
});

test("while it is paused nothing calls: asked once on each connection, and told", async () => {
  const { shown, restore } = noticed();
  const { chat, clock, sent, answer } = page();
  const notifier = new Notifier({ chat, clock });
  const inMs = (ms) => new Date(clock.now() + ms).toISOString();
  async function shownOf(...answered) {
    const before = shown.length;
    notifier.arrived(BOB, SAID);
    clock.pass(1_000);
    if (answered.length) await answer(...answered);
    else await settled();
    return shown.length - before;
  }
  equal(await shownOf("devices", { devices: [], paused: inMs(5_000) }), 0);
  equal([await shownOf(), sent("devices").length], [0, 1]);
  clock.pass(5_000);
  equal(await shownOf(), 1);
  chat.hear({ type: "paused", until: inMs(60_000) });
  equal(await shownOf(), 0);
  chat.hear({ type: "paused" });
  equal(await shownOf(), 1);
  chat.signals.welcomed.emit();
  equal(await shownOf("devices", { devices: [], paused: inMs(60_000) }), 0);
  chat.signals.welcomed.emit();
  chat.hear({ type: "paused" });
  equal([await shownOf("error", { code: "internal" }), sent("devices").length], [1, 3]);
  restore();
});
