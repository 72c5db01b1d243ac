import { Chat } from "/static/js/core/chat.js";
import { newId } from "/static/js/browser/ids.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { Storage } from "/static/js/browser/storage.js";
import {
  ADA,
  FakeClock,
  equal,
  message,
  room,
  settled,
  stored,
  test,
} from "./harness.js";

const LIMITS = { body: 4000, history: 200, rate: 20 };

/** A chat with #dev open and loaded up to `head`; what it sends and tells is kept. */
function open({ head = 5, ...fields } = {}) {
  const conversations = [room({ head, read: head, ...fields })];
  const boot = {
    you: { ...ADA },
    conversations,
    online: ["ada"],
    limits: LIMITS,
    made_of: { version: "1.0.0", build: "a" },
  };
  const sent = [];
  const send = (command) => connection.isConnected && sent.push(command) > 0;
  const connection = { isConnected: true, send };
  const storage = new Storage(() => localStorage);
  const outbox = new Outbox({ storage, person: ADA.id, owner: "tab", newId });
  const clock = new FakeClock();
  const chat = new Chat({ boot, connection, outbox, clock, random: () => 1 });
  const told = [];
  for (const name of Object.keys(chat.signals))
    chat.signals.observe({ [name]: (...facts) => told.push([name, ...facts]) });
  const dev = chat.conversations.byId(7);
  dev.load([stored(head)], true);
  chat.open(dev);
  const connect = (isConnected) => {
    connection.isConnected = isConnected;
    chat.connectionChanged();
  };
  return { chat, dev, sent, connect, outbox, clock, told };
}

function welcome(conversations, fields = {}) {
  const state = {
    you: ADA,
    limits: LIMITS,
    online: ["ada"],
    presence: 3,
    conversations,
  };
  return { type: "welcome", ...state, ...fields };
}

/** Answer the last command that was sent. */
async function answer(chat, sent, event) {
  chat.hear({ ref: sent.at(-1).ref, ...event });
  await settled();
}

/** Answer who is meant by a name: Bob. */
async function answerFind(chat, sent) {
  const { ref } = sent.findLast(({ type }) => type === "find");
  const person = { id: 2, name: "bob", key: "bob", guest: false };
  chat.hear({ type: "found", person, ref });
  await settled();
}

const commands = (sent) => sent.map(({ ref, ...command }) => command);
const bodies = (dev) => dev.messages.all.map((each) => each.body);
const calls = (told, name) =>
  told.filter(([each]) => each === name).map(([, ...rest]) => rest);

test("a hole is filled from the log, page by page", async () => {
  const { chat, dev, sent } = open();
  chat.hear(message(9));
  equal(commands(sent), [{ type: "changes", conversation: 7, since: 5 }]);
  const page = { type: "changes", conversation: 7, topic: "" };
  await answer(chat, sent, {
    ...page,
    messages: [stored(6), stored(7)],
    upto: 7,
    more: true,
  });
  equal(commands(sent).at(-1).since, 7);
  await answer(chat, sent, {
    ...page,
    messages: [stored(8), stored(9)],
    upto: 9,
    more: false,
  });
  equal(
    bodies(dev),
    [5, 6, 7, 8, 9].map((seq) => `number ${seq}`),
  );
  equal(sent.length, 2);
});

test("heads find the last event of the evening", () => {
  const { chat, sent } = open();
  chat.hear({ type: "heads", heads: { 7: 5 }, read: { 7: 5 } });
  equal(sent, []);
  chat.hear({ type: "heads", heads: { 7: 6, 99: 1 }, read: { 7: 5, 99: 1 } });
  equal(commands(sent), [{ type: "changes", conversation: 7, since: 5 }]);
});

test("what was read elsewhere is known by the heads, and told again if they lack it", () => {
  const { chat, sent } = open();
  const dev = chat.conversations.byId(7);
  dev.see(room({ head: 5, read: 2, unread: 3 }));
  chat.hear({ type: "heads", heads: { 7: 5 }, read: { 7: 4 } });
  equal([dev.read, dev.unread, sent.length], [4, 1, 0]);
  chat.hear({ type: "heads", heads: { 7: 5 }, read: { 7: 3 } });
  equal(commands(sent), [{ type: "read", conversation: 7, seq: 4 }]);
});

test("after an absence the heads of the welcome are compared", () => {
  const { chat, sent, connect } = open();
  connect(false);
  connect(true);
  chat.hear(welcome([room({ head: 8, read: 5, unread: 3 })]));
  equal(commands(sent), [{ type: "changes", conversation: 7, since: 5 }]);
});

test("a newer page is told of when somebody is welcomed by it", () => {
  const { chat, told } = open();
  chat.hear(welcome([room()], { version: "1.0.0", build: "a" }));
  equal(calls(told, "outdated"), []);
  chat.hear(welcome([room()], { version: "1.1.0", build: "b" }));
  equal(calls(told, "outdated"), [[]]);
});

test("what a broken connection swallowed is asked at the next welcome", async () => {
  const { chat, sent, connect } = open();
  chat.hear(message(9));
  connect(false);
  await settled();
  connect(true);
  chat.hear(welcome([room({ head: 9, read: 5 })]));
  equal(
    commands(sent).map(({ since }) => since),
    [5, 5],
  );
});

test("a question that came too fast is asked again after the pause", async () => {
  const { chat, sent, clock } = open();
  chat.hear(message(9));
  await answer(chat, sent, {
    type: "error",
    code: "rate-limited",
    detail: "Too fast.",
    retry: 2,
  });
  equal(sent.length, 1);
  clock.pass(2_000);
  equal(
    commands(sent).map(({ since }) => since),
    [5, 5],
  );
});

test("messages that the database cannot give just now are asked for again", async () => {
  const { chat, sent, clock } = open();
  chat.open(chat.conversations.add(room({ id: 8, name: "#art", head: 2 })));
  for (const [asked, code] of ["unavailable", "internal"].entries()) {
    await answer(chat, sent, { type: "error", code, detail: "Try again." });
    equal(sent.length, asked + 1);
    clock.pass(1_000 * 2 ** asked - 1);
    equal(sent.length, asked + 1); // each time it waits for twice as long
    clock.pass(1);
    equal(commands(sent)[asked + 1], commands(sent)[0]);
  }
});

test("what is about a message says of which epoch its number is", () => {
  const { chat, dev, sent } = open({ epoch: 7 });
  const said = { seq: 5 };
  chat.commands.edit(dev, said, "better");
  chat.commands.delete(dev, said);
  chat.commands.react(dev, said, "👍", true);
  chat.hear({ type: "heads", heads: { 7: 5 }, read: { 7: 4 }, epochs: { 7: 7 } });
  equal(
    sent.map(({ type, epoch }) => [type, epoch]),
    ["edit", "delete", "react", "read"].map((type) => [type, 7]),
  );
});

test("what a restore has taken is looked for where nobody looks, too", async () => {
  const { chat, dev, sent, outbox } = open();
  dev.load([stored(5, { author: ADA.id, id: "mine" })], false);
  chat.open(chat.conversations.add(room({ id: 8, name: "#art", head: 0 })));
  sent.length = 0;
  chat.hear(welcome([room({ head: 4, read: 4, epoch: 7 })]));
  equal(commands(sent)[0], { type: "history", conversation: 7, limit: 200 });
  await answer(chat, sent, { type: "history", messages: [stored(4)], more: true });
  equal(outbox.get("mine").error.code, "lost");
});

test("who was away very long sees what one who opens it sees", async () => {
  const { chat, dev, sent } = open();
  chat.hear(welcome([room({ head: 9_000, read: 5, unread: 100 })]));
  const around = { around: 5, limit: 50 };
  const count = { type: "count", conversation: 7 };
  equal(commands(sent), [{ type: "history", conversation: 7, ...around }, count]);
  sent.pop();
  const page = { messages: [stored(5), stored(6)], more: true, newer: true };
  await answer(chat, sent, { type: "history", ...page });
  equal([dev.messages.size, dev.hasGap, dev.log.number, sent.length], [2, true, 9_000, 1]);
});

test("a conversation is loaded once, and what happens meanwhile is kept", async () => {
  const { chat, sent } = open();
  const art = chat.conversations.add(room({ id: 8, name: "#art", head: 2 }));
  chat.open(art);
  chat.open(art);
  equal(commands(sent), [{ type: "history", conversation: 8, limit: 50 }]);
  chat.hear(message(3, { conversation: 8 }));
  await answer(chat, sent, { type: "history", messages: [stored(2)], more: false });
  equal(commands(sent).at(-1), { type: "changes", conversation: 8, since: 2 });
});

test("what is opened beside is shown as well, and read and closed by itself", async () => {
  const { chat, dev, sent, told } = open();
  const art = chat.conversations.add(room({ id: 8, name: "#art", head: 2, unread: 1 }));
  chat.open(art, undefined, { isBeside: true });
  equal([chat.current.name, dev.isOpen, art.isOpen], ["#art", true, true]);
  await answer(chat, sent, { type: "history", messages: [stored(2)], more: false });
  equal([calls(told, "shown").at(-1), art.unread], [[art], 1]);
  chat.seen(art);
  equal([art.unread, dev.read], [0, 5]);
  chat.open(dev);
  equal([calls(told, "turned"), art.isOpen], [[[dev]], true]);
  chat.close(art);
  equal([art.isOpen, art.isLoaded, chat.current.name], [false, true, "#dev"]);
});

test("what is left in the place of another is not shown any more", () => {
  const { chat, dev } = open();
  const art = chat.conversations.add(room({ id: 8, name: "#art" }));
  const ink = chat.conversations.add(room({ id: 9, name: "#ink" }));
  chat.open(art, undefined, { isBeside: true });
  chat.open(ink);
  equal(chat.conversations.open, [dev, ink]);
});

test("older messages are asked for before the first one", async () => {
  const { chat, dev, sent, told } = open();
  chat.fetcher.older(chat.current);
  chat.fetcher.older(chat.current);
  equal(commands(sent), [{ type: "history", conversation: 7, before: 5, limit: 16 }]);
  await answer(chat, sent, { type: "history", messages: [stored(4)], more: false });
  equal([bodies(dev), calls(told, "extended").length], [["number 4", "number 5"], 1]);
  chat.fetcher.older(chat.current);
  equal(sent.length, 1);
});

test("behind a gap what is said has no place, until the pages have come", async () => {
  const { chat, dev, sent } = open({ head: 60 });
  dev.load([stored(5), stored(6)], true, 60, true);
  chat.hear(message(61));
  chat.seen();
  equal([dev.messages.size, dev.unread, sent.length], [2, 1, 0]);
  chat.fetcher.newer(chat.current);
  equal(commands(sent), [{ type: "history", conversation: 7, after: 6, limit: 16 }]);
  chat.hear(message(62));
  const last = { messages: [stored(60), stored(61)], more: false };
  await answer(chat, sent, { type: "history", ...last });
  equal(commands(sent).at(-1), { type: "changes", conversation: 7, since: 61 });
  const missed = { messages: [stored(62)], upto: 62, more: false, topic: "" };
  await answer(chat, sent, { type: "changes", conversation: 7, ...missed });
  equal([bodies(dev).length, dev.hasGap, dev.unread], [5, false, 2]);
});

test("what is left keeps what is seen first, and is bounded while nobody looks", () => {
  const { chat, dev } = open({ head: 100 });
  const art = chat.conversations.add(room({ id: 8, name: "#art", head: 0 }));
  const all = Array.from({ length: 100 }, (_, place) => stored(place + 1));
  dev.load(all, false);
  chat.open(art);
  equal([dev.messages.size, dev.messages.first.seq, dev.messages.more], [50, 51, true]);
  for (let seq = 101; dev.isLoaded && seq < 1000; seq += 1) chat.hear(message(seq));
  equal([dev.isLoaded, dev.unread], [false, 100]);
});

test("what was changed while its page was on its way is asked for", async () => {
  const { chat, dev, sent } = open();
  chat.fetcher.older(chat.current);
  const { ref } = sent.at(-1);
  const change = { target: 4, body: "better", html: "<p>better</p>", from: "bob" };
  chat.hear({ type: "edited", conversation: 7, seq: 6, ...change });
  chat.hear({ ref, type: "history", messages: [stored(4)], more: false });
  await settled();
  equal(commands(sent).at(-1), { type: "changes", conversation: 7, since: 5 });
});

test("to ask for a page twice forgets nothing of what the first one misses", async () => {
  const { chat, dev, sent } = open({ head: 60 });
  dev.load([stored(5)], true, 60, true);
  chat.fetcher.newer(chat.current);
  const { ref } = sent.at(-1);
  chat.hear(message(61));
  chat.fetcher.newer(chat.current);
  chat.fetcher.older(chat.current);
  chat.hear({ ref, type: "history", messages: [stored(60)], more: false });
  await settled();
  equal(commands(sent).at(-1), { type: "changes", conversation: 7, since: 60 });
});

test("a page that cannot come now is asked for by who is still there", async () => {
  const { chat, dev, sent, clock, told } = open();
  const refusal = { type: "error", code: "unavailable", detail: "Later.", retry: 1 };
  chat.fetcher.older(chat.current);
  await answer(chat, sent, refusal);
  clock.pass(1_000);
  equal(calls(told, "extended"), [[dev, []]]);
  dev.load([stored(5)], true, 5, true);
  chat.fetcher.latest(chat.current);
  await answer(chat, sent, refusal);
  clock.pass(1_000);
  equal([sent.length, commands(sent).at(-1)], [3, { type: "history", conversation: 7, limit: 50 }]);
});

test("who goes to the latest does not wait for the page that is on its way", async () => {
  const { chat, dev, sent } = open({ head: 60 });
  dev.load([stored(5)], true, 60, true);
  chat.fetcher.newer(chat.current);
  const next = sent.at(-1);
  chat.fetcher.latest(chat.current);
  await answer(chat, sent, { type: "history", messages: [stored(60)], more: true });
  chat.hear({ ref: next.ref, type: "history", messages: [stored(6)], more: true });
  await settled();
  equal([bodies(dev), dev.hasGap], [["number 60"], false]);
});

test("who goes to the latest before there is a connection is led there by it", async () => {
  const { chat, dev, sent, connect } = open({ head: 60 });
  dev.load([stored(5)], true, 60, true);
  connect(false);
  chat.fetcher.latest(chat.current);
  equal(sent, []);
  connect(true);
  chat.hear(welcome([room({ head: 60, read: 5 })]));
  await answer(chat, sent, { type: "history", messages: [stored(60)], more: true });
  equal([bodies(dev), dev.hasGap], [["number 60"], false]);
});

test("who goes back from a message does not wait for the page next to it", async () => {
  const { chat, dev, sent } = open({ head: 60 });
  dev.load([stored(5)], true, 60, true);
  dev.isAside = true;
  chat.fetcher.newer(chat.current);
  const next = sent.at(-1);
  chat.open(dev);
  equal(commands(sent).slice(1), [{ type: "history", conversation: 7, limit: 50 }]);
  chat.hear({ ref: next.ref, type: "history", messages: [stored(6)], more: true });
  await answer(chat, sent, { type: "history", messages: [stored(60)], more: true });
  equal([bodies(dev), dev.hasGap], [["number 60"], false]);
});

test("the answer to an edit is the edit itself", async () => {
  const { chat, dev, sent } = open();
  const done = chat.commands.edit(dev, { seq: 5 }, "better");
  const facts = {
    conversation: 7,
    seq: 6,
    target: 5,
    from: "ada",
    html: "<p>better</p>",
  };
  await answer(chat, sent, { type: "edited", ...facts, body: "better" });
  equal([(await done).type, bodies(dev)], ["edited", ["better"]]);
});

test("a refusal says why", async () => {
  const { chat, dev, sent } = open();
  const done = chat.commands.setTopic(dev, "why").catch((refusal) => refusal.message);
  await answer(chat, sent, { type: "error", code: "muted", detail: "You are muted." });
  equal(await done, "You are muted.");
});

test("what is wanted while the connection is down is done when it is up, in order", async () => {
  const { chat, dev, sent, connect } = open();
  connect(false);
  sent.length = 0;
  const joined = chat.commands.join("#art");
  chat.commands.join("#art"); // clicked twice
  chat.commands.react(dev, { seq: 5 }, "👍", true);
  equal(sent, []);
  connect(true);
  chat.hear(welcome([room({ head: 5 })]));
  const kinds = sent.map(({ type }) => type);
  equal([kinds.indexOf("join"), kinds.filter((type) => type === "join").length], [0, 1]);
  equal(kinds[1], "react");
  chat.hear({ type: "joined", ref: sent[0].ref, conversation: room({ id: 8 }) });
  equal((await joined).type, "joined");
});

test("what was not answered when the line broke is asked again, and may be done", async () => {
  const { chat, dev, sent, connect } = open();
  const left = chat.commands.leave(dev);
  connect(false);
  connect(true);
  sent.length = 0;
  chat.hear(welcome([]));
  equal(sent[0].type, "leave");
  await answer(chat, sent.slice(0, 1), { type: "error", code: "not-a-member", detail: "" });
  await left;
});

test("what somebody withdraws before the line is up is not done", async () => {
  const { chat, dev, sent, connect } = open();
  connect(false);
  const withdrawn = new AbortController();
  chat.commands.leave(dev, withdrawn.signal);
  withdrawn.abort();
  sent.length = 0;
  connect(true);
  chat.hear(welcome([room({ head: 5 })]));
  equal(
    sent.filter(({ type }) => type === "leave"),
    [],
  );
});

test("that a wish waits is told, but not for a line that is up at once", async () => {
  const { chat, sent, connect, clock, told } = open();
  const count = () => told.filter(([name]) => name === "delayed").length;
  connect(false);
  chat.commands.join("#art");
  clock.pass(1_000);
  connect(true);
  chat.hear(welcome([room({ head: 5 })]));
  clock.pass(1_000);
  equal(count(), 0);
  connect(false);
  clock.pass(100);
  chat.commands.join("#cake");
  clock.pass(2_000);
  equal(count(), 1);
});

// --- Posting -------------------------------------------------------------------------

test("a post waits for the connection and goes out once, with its id", () => {
  const { chat, sent, connect, outbox } = open();
  connect(false);
  chat.post({ body: "hello" });
  const [{ id }] = outbox.posts;
  equal(sent, []);
  connect(true);
  chat.hear(welcome([room({ head: 5, read: 5 })]));
  chat.postman.pump();
  equal(sent, [{ type: "post", ref: id, id, to: 7, body: "hello", waits: true, reads: true }]);
});

test("what one does goes out as an action, and comes as one", () => {
  const { chat, sent } = open();
  chat.post({ body: "waves", action: true });
  const { id } = sent[0];
  equal(sent, [{ type: "post", ref: id, id, to: 7, body: "waves", action: true, waits: true, reads: true }]);
  const seq = chat.conversations.byId(7).log.number + 1;
  chat.hear(message(seq, { id, body: "waves", action: true }));
  equal(chat.current.messages.get(seq).action, true);
});

test("posted, or the message itself, ends the waiting", () => {
  const { chat, sent, told, outbox } = open();
  for (const type of ["posted", "message"]) {
    chat.post({ body: type });
    const { id } = sent.at(-1);
    const seq = chat.conversations.byId(7).log.number + 1;
    chat.hear({ ...message(seq, { id, author: ADA.id, from: "ada" }), type });
    equal(outbox.posts, []);
  }
  equal(
    calls(told, "landed").map(([post]) => post.body),
    ["posted", "message"],
  );
});

test("somebody else's message of the same id ends nothing", () => {
  const { chat, sent, outbox } = open();
  chat.post({ body: "mine" });
  chat.hear(message(6, { id: sent.at(-1).id }));
  equal(outbox.posts.length, 1);
});

test("a post whose message does not come is looked for in the log", () => {
  const { chat, sent, clock } = open();
  chat.post({ body: "hello" });
  chat.hear({
    type: "posted",
    ref: sent[0].ref,
    id: sent[0].id,
    conversation: 7,
    seq: 6,
  });
  equal(sent.length, 1);
  clock.pass(2_000);
  equal(commands(sent).at(-1), { type: "changes", conversation: 7, since: 5 });
});

test("a post that was too fast goes out by itself after the pause", () => {
  const { chat, sent, clock } = open();
  chat.post({ body: "hello" });
  const error = { type: "error", code: "rate-limited", detail: "Too fast.", retry: 2 };
  chat.hear({ ...error, ref: sent[0].ref });
  equal(sent.length, 1);
  clock.pass(2_000);
  equal(sent[1], sent[0]);
});

test("a refused post stays in its conversation with the reason", () => {
  const { chat, dev, sent, told } = open();
  chat.post({ body: "hello" });
  chat.hear({
    type: "error",
    ref: sent[0].ref,
    code: "muted",
    detail: "You are muted.",
  });
  equal(chat.postman.waitingIn(dev)[0].error.detail, "You are muted.");
  equal(calls(told, "warned"), []);
});

test("what is among the messages already does not wait below them", async () => {
  const { chat, dev, sent, outbox } = open();
  dev.forget();
  chat.open(dev);
  const { ref } = sent.at(-1);
  chat.post({ body: "hello" });
  const [{ id }] = outbox.posts;
  const own = stored(6, { id, author: ADA.id });
  chat.hear({ ref, type: "history", messages: [stored(5), own], more: false });
  await settled();
  equal(chat.postman.waitingIn(dev), []);
  equal(bodies(dev).length, 2);
});

test("a post of somebody else takes nothing from what waits", () => {
  const { chat, dev, outbox } = open();
  chat.post({ body: "hello" });
  const [{ id }] = outbox.posts;
  dev.messages.put(stored(6, { id }));
  equal(chat.postman.waitingIn(dev).length, 1);
});

test("where a post was refused is known by the conversation's name", () => {
  const { chat, sent } = open();
  chat.open(chat.conversations.direct("Bob"));
  chat.post({ body: "hello" });
  equal(chat.postman.refusedIn.size, 0);
  const [{ ref }] = sent.filter(({ type }) => type === "post");
  chat.hear({ type: "error", ref, code: "not-allowed", detail: "Unblock them." });
  equal([...chat.postman.refusedIn], ["@Bob"]);
  chat.postman.remove(ref);
  equal(chat.postman.refusedIn.size, 0);
});

test("a post that is refused while one is elsewhere is told", () => {
  const { chat, sent, told } = open();
  chat.post({ body: "hello" });
  chat.open(chat.conversations.add(room({ id: 8, name: "#art" })));
  chat.hear({
    type: "error",
    ref: sent[0].ref,
    code: "muted",
    detail: "You are muted.",
  });
  equal(calls(told, "warned"), [["#dev: You are muted."]]);
});

test("the first words go to a name, and the conversation takes its place", async () => {
  const { chat, sent } = open();
  chat.open(chat.conversations.direct("BOB"));
  chat.post({ body: "hello" });
  equal(sent.at(-1).to, "@BOB");
  await answerFind(chat, sent);
  equal(chat.current.name, "@bob");
  const direct = { kind: "direct", name: "@bob", key: "@bob" };
  const begun = room({ id: 9, ...direct, head: 0, private: true });
  chat.hear({ type: "joined", conversation: begun, from: "ada" });
  equal([chat.current.id, commands(sent).at(-1).type], [9, "history"]);
  equal(chat.postman.waitingIn(chat.current).length, 1);
});

test("a talk that is opened by another spelling is the one that is there", async () => {
  const { chat, sent, told } = open();
  const direct = { kind: "direct", name: "@bob", key: "@bob" };
  const bob = chat.conversations.add(room({ id: 9, ...direct }));
  chat.open(chat.conversations.direct("ＢＯＢ"));
  await answerFind(chat, sent);
  equal([chat.conversations.directs, calls(told, "gone").length], [[bob], 1]);
});

test("an empty conversation that nobody wrote in is not kept in the list", () => {
  const { chat, dev } = open();
  chat.open(chat.conversations.direct("bob"));
  chat.open(dev);
  equal(chat.conversations.directs, []);
});

test("of two talks that nobody wrote in neither is the other", () => {
  const { chat } = open();
  const bob = chat.conversations.direct("bob");
  const eve = chat.conversations.direct("eve");
  equal([bob.name, eve.name, chat.conversations.byId(null)], ["@bob", "@eve", undefined]);
});

test("words that wait for somebody keep the conversation in the list", () => {
  const { chat, dev, connect } = open();
  connect(false);
  chat.open(chat.conversations.direct("bob"));
  chat.post({ body: "hello" });
  chat.open(dev);
  equal(chat.conversations.directs.length, 1);
});

// --- Names ---------------------------------------------------------------------------

const BOB = { id: 2, name: "bob", key: "bob", guest: true };
const WITH_BOB = { name: "@bob", key: "@bob", person: 2 };
const TALK = { id: 9, kind: "direct", private: true, ...WITH_BOB };

function openTalk() {
  const opened = open();
  const talk = opened.chat.conversations.add(room(TALK));
  talk.load([stored(1)], false);
  opened.chat.open(talk);
  opened.chat.people.replace(["ada", "bob"], 3, [1, 2]);
  const rename = (name, fields = {}) =>
    opened.chat.hear({ type: "renamed", person: { ...BOB, name, key: name }, ...fields });
  return { ...opened, talk, rename };
}

test("the open talk follows who is called otherwise, and so do their words", () => {
  const { chat, talk, told, rename } = openTalk();
  rename("rob", { former: "bob" });
  equal([talk.name, talk.messages.first.from], ["@rob", "rob"]);
  equal(chat.conversations.formerly("@bob") === talk, true);
  equal(chat.conversations.direct("rob", 2) === talk, true);
  const news = told.filter(([signal]) => signal === "renamed");
  equal(
    news.map(([, , former]) => former),
    ["@bob"],
  );
});

test("a name that was missed is right after the next welcome", () => {
  const { chat, talk, told } = openTalk();
  const wires = [room({ head: 5, read: 5 }), room({ ...TALK, name: "@rob", key: "@rob" })];
  chat.hear(welcome(wires));
  equal([talk.name, told.filter(([signal]) => signal === "renamed").length], ["@rob", 1]);
});

test("words that wait for who has a name now do not wait with who had it", () => {
  const { chat, talk, rename, connect } = openTalk();
  rename("rob", { former: "bob" });
  const other = { id: 10, kind: "direct", private: true, name: "@bob", key: "@bob" };
  const bob = chat.conversations.add(room({ ...other, person: 3 }));
  connect(false);
  chat.open(bob);
  chat.post({ body: "hello" });
  const waiting = (one) => chat.postman.waitingIn(one).length;
  equal([waiting(bob), waiting(talk)], [1, 0]);
});

test("a new name that nobody told is in the list of those who are here", () => {
  const { chat, talk } = openTalk();
  const called = () => [talk.name, talk.messages.first.from];
  chat.hear({ type: "online", version: 4, users: ["ada", "rob"], numbers: [1, 2] });
  equal(called(), ["@rob", "rob"]);
  const delta = { online: ["bob"], offline: ["rob"], came: [2], went: [2] };
  chat.hear({ type: "presence", version: 5, ...delta });
  equal(called(), ["@bob", "bob"]);
  const here = { online: ["ada", "rob"], numbers: [1, 2] };
  chat.hear(welcome([room({ head: 5, read: 5 }), room({ ...TALK, name: "@rob" })], here));
  equal(called(), ["@rob", "rob"]);
});

test("one's own new name that was missed comes with the welcome", () => {
  const { chat, dev } = open();
  chat.hear(welcome([room({ head: 5, read: 5 })], { you: { ...ADA, name: "eve" } }));
  equal(chat.you.name, "eve");
  chat.hear({ type: "left", conversation: dev.id, from: "ada", author: ADA.id });
  equal(chat.conversations.byId(dev.id), undefined);
});

test("who has lost the name is gone, and is not who has it now", () => {
  const { chat, talk, rename } = openTalk();
  equal(chat.people.isHere(talk), true);
  rename("bob~2", { former: "bob", gone: true });
  equal([talk.label, talk.messages.first.from], ["bob~2", "bob"]);
  chat.people.replace(["ada", "bob"], 4, [1, 8]);
  equal(chat.people.isHere(talk), false);
  const other = chat.conversations.direct("bob", 8);
  equal([other === talk, chat.people.isHere(other)], [false, true]);
});

test("one's own new name is one's own", () => {
  const { chat, told } = open();
  const person = { id: 1, name: "eve", key: "eve", guest: false };
  chat.hear({ type: "renamed", person, former: "ada" });
  equal([chat.you.name, told.some(([signal]) => signal === "you")], ["eve", true]);
});

// --- People --------------------------------------------------------------------------

test("a missed version of the people's list asks who is here", async () => {
  const { chat, sent } = open();
  chat.hear(welcome([room({ head: 5, read: 5 })]));
  chat.hear({ type: "presence", version: 5, online: ["bob"], offline: [] });
  equal(commands(sent), [{ type: "who" }]);
  await answer(chat, sent, { type: "online", version: 5, users: ["ada", "bob"] });
  equal([chat.people.names, sent.length], [["ada", "bob"], 1]);
});

test("typing is told at most every three seconds, and again after a message", () => {
  const { chat, sent, clock } = open();
  const letters = (count) => Array.from({ length: count }).forEach(() => chat.typing());
  letters(5);
  clock.pass(3_000);
  letters(5);
  equal(commands(sent).filter(({ type }) => type === "typing").length, 2);
  chat.post({ body: "hello" });
  letters(1);
  equal(commands(sent).filter(({ type }) => type === "typing").length, 3);
});

test("who types is named for five seconds, or until the message comes", () => {
  const { chat, clock } = open();
  chat.hear({ type: "typing", conversation: 7, from: "bob" });
  clock.pass(4_900);
  equal(chat.people.typingIn(chat.current), ["bob"]);
  clock.pass(200);
  equal(chat.people.typingIn(chat.current), []);
  chat.hear({ type: "typing", conversation: 7, from: "bob" });
  chat.hear(message(6));
  equal(chat.people.typingIn(chat.current), []);
});

test("what was seen is told at once, then at most once a second", () => {
  const { chat, sent, clock } = open();
  const told = () => commands(sent).filter(({ type }) => type === "read");
  for (const seq of [6, 7, 8]) {
    chat.hear(message(seq));
    chat.seen();
  }
  equal([told().map(({ seq }) => seq), chat.conversations.byId(7).unread], [[6], 0]);
  clock.pass(1_000);
  equal(
    told().map(({ seq }) => seq),
    [6, 8],
  );
  clock.pass(5_000);
  equal(told().length, 2);
});

test("what stood on the screen before the connection was up is told as seen", () => {
  const { chat, sent, told } = open();
  chat.signals.observe({ welcomed: () => chat.seen() });
  chat.hear(welcome([room({ head: 5, read: 2, unread: 3 })]));
  equal(calls(told, "welcomed").length, 1);
  equal(commands(sent), [{ type: "read", conversation: 7, seq: 5 }]);
});

// --- Ends ----------------------------------------------------------------------------

test("a room that one has left goes, one that others have left stays", () => {
  const { chat, dev, told } = open();
  chat.hear({ type: "left", conversation: 7, from: "bob" });
  equal(calls(told, "gone"), []);
  chat.hear({ type: "left", conversation: 7, from: "ada" });
  equal(
    calls(told, "gone").map(([each]) => each === dev),
    [true],
  );
});

test("a session that has become somebody else's sends nothing in their name", () => {
  const { chat, sent, told, connect } = open();
  connect(false);
  chat.post({ body: "ada's secret" });
  connect(true);
  chat.hear(welcome([], { you: { id: 2, name: "bob", guest: false } }));
  equal([sent, calls(told, "stranger").length], [[], 1]);
  equal(calls(told, "welcomed"), []);
});

test("who is banned is told so", () => {
  const { chat, told } = open();
  chat.hear({ type: "error", code: "banned", detail: "Closed." });
  equal(calls(told, "banned"), [["Closed."]]);
});

test("an event of a kind that is not known is nothing", () => {
  const { chat } = open();
  chat.hear({ type: "fanfare" });
  equal(chat.current.log.number, 5);
});

test("an invitation waits until the room is entered", async () => {
  const { chat, told } = open();
  const conversation = { id: 9, name: "#den", topic: "", private: true };
  const at = "2026-01-31T14:05:00.000Z";
  chat.hear({ type: "invited", conversation, from: "bob", at });
  equal(
    [...chat.invitations].map((each) => each.conversation.name),
    ["#den"],
  );
  equal(
    told.some(([name]) => name === "invited"),
    true,
  );
  chat.hear({ type: "joined", conversation: room({ id: 9, head: 0 }), from: "ada" });
  equal(chat.invitations.count, 0);
});

test("a welcome of a server that knows no invitations has none", async () => {
  const { chat } = open();
  const conversation = { id: 9, name: "#den", topic: "", private: true };
  const invitations = [{ conversation, from: "bob", at: "" }];
  chat.hear(welcome([room({ head: 5 })], { invitations }));
  equal(chat.invitations.count, 1);
  chat.hear(welcome([room({ head: 5 })]));
  equal(chat.invitations.count, 0);
});

const DIRECT = {
  ...{ id: 9, kind: "direct", name: "@bob", key: "@bob", topic: "", private: true },
  ...{ head: 3, read: 3, unread: 0 },
};
const BOB_BLOCKED = { type: "blocked", name: "bob", author: 2, on: true };

test("a talk with somebody blocked goes, and comes back by joined", () => {
  const { chat, told } = open();
  chat.hear({ type: "joined", conversation: DIRECT, from: "bob" });
  chat.open(chat.conversations.byId(9));
  chat.hear({ ...BOB_BLOCKED, conversation: 9 });
  equal(chat.conversations.directs.length, 0);
  equal(calls(told, "gone").length, 1);
  equal([chat.blocks.has(2), calls(told, "blocked").length], [true, 1]);
  chat.hear({ ...BOB_BLOCKED, conversation: 9, on: false });
  chat.hear({ type: "joined", conversation: { ...DIRECT, unread: 2 }, from: "ada" });
  equal(chat.conversations.directs[0].unread, 2);
});

test("in rooms the words of somebody blocked call for nothing", () => {
  const { chat, dev, told } = open();
  chat.hear(BOB_BLOCKED);
  chat.hear(message(6));
  chat.hear(message(7, { author: 4, from: "cyd" }));
  equal(bodies(dev).length, 3);
  equal(dev.unread, 1);
  equal(calls(told, "arrived").length, 1);
});

test("a welcome says whom one has blocked", () => {
  const { chat, told } = open();
  const blocked = [{ id: 2, name: "bob", guest: false }];
  for (let turn = 0; turn < 2; turn += 1)
    chat.hear(welcome([room({ head: 5, read: 5 })], { blocked }));
  equal(chat.blocks.names, ["bob"]);
  equal(calls(told, "blocked").length, 1);
});

test("a hidden talk goes, and is asked for when somebody looks for it", async () => {
  const { chat, sent, told } = open();
  chat.hear({ type: "joined", conversation: DIRECT, from: "bob" });
  chat.hear({ type: "hidden", conversation: 9 });
  equal([chat.conversations.directs.length, calls(told, "gone").length], [0, 0]);
  chat.open(chat.conversations.direct("bob"), 3);
  await answerFind(chat, sent);
  equal(commands(sent).at(-1), { type: "show", name: "bob" });
  const talk = { ...DIRECT, head: 9, read: 9, unread: 0 };
  await answer(chat, sent, { type: "joined", conversation: talk, from: "ada" });
  equal(chat.current.id, 9);
  equal(commands(sent).at(-1).around, 3);
  const page = { conversation: 9, messages: [stored(3)], more: true, newer: true };
  await answer(chat, sent, { type: "history", ...page });
  equal(calls(told, "reached"), [[chat.current, 3]]);
});

test("what another renderer has made is fetched anew where it is shown", async () => {
  const { chat, dev, sent, connect, told } = open({ head: 5 });
  connect(false);
  connect(true);
  chat.hear(welcome([room({ head: 5 })], { renderer: 3 }));
  const { after } = commands(sent).at(-1);
  equal([commands(sent).at(-1).type, after], ["history", 4]);
  equal([dev.isOld, bodies(dev)], [true, ["number 5"]]);
  const page = { type: "history", conversation: 7, more: false };
  await answer(chat, sent, { ...page, messages: [stored(5, { html: "<p>new</p>" })] });
  equal([dev.isOld, dev.messages.get(5).html], [false, "<p>new</p>"]);
  equal(calls(told, "changed").at(-1)[1].length, 1);
  const asked = sent.length;
  chat.hear(welcome([room({ head: 5 })], { renderer: 3 }));
  equal(sent.slice(asked).length, 0);
});

test("what another renderer has made is dropped where nobody looks", () => {
  const { chat, dev, sent } = open({ head: 5 });
  const { messages } = dev;
  chat.open(chat.conversations.direct("bob"));
  chat.hear(welcome([room({ head: 5 })], { renderer: 3 }));
  equal(dev.isLoaded, false);
  chat.open(dev);
  equal([commands(sent).at(-1).type, messages.size], ["history", 1]);
});

test("a renewal that was cut off is begun again by the next welcome", async () => {
  const { chat, dev, sent, connect } = open({ head: 5 });
  const again = welcome([room({ head: 5 })], { renderer: 3 });
  chat.hear(again);
  connect(false);
  await settled();
  connect(true);
  chat.hear(again);
  equal([commands(sent).at(-1).type, dev.isOld], ["history", true]);
});
