/** The golden cases that the desktop client's core keeps as well. */
import { Blocks } from "/static/js/core/people/blocks.js";
import * as ending from "/static/js/core/writing/completing.js";
import { Chat } from "/static/js/core/chat.js";
import { Conversation } from "/static/js/core/rooms/conversation.js";
import { Conversations } from "/static/js/core/rooms/conversations.js";
import { EmojiTable } from "/static/js/core/writing/emoji.js";
import { fold, inOrder } from "/static/js/core/finding/fold.js";
import { Invitations } from "/static/js/core/rooms/invitations.js";
import { Log } from "/static/js/core/history/log.js";
import { Messages } from "/static/js/core/history/messages.js";
import { fit, fitting } from "/static/js/core/finding/match.js";
import { isNewer } from "/static/js/core/newer.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { placesOf, ranked } from "/static/js/core/finding/places.js";
import { askedIn, choiceIn } from "/static/js/core/content/poll_text.js";
import { percentOf } from "/static/js/core/content/polls.js";
import { Presence } from "/static/js/core/people/presence.js";
import { excerpt } from "/static/js/core/content/quotes.js";
import { Reader } from "/static/js/core/reading/reader.js";
import { Signals } from "/static/js/core/signals.js";
import { Times } from "/static/js/dom/times.js";
import { signOf } from "/static/js/core/reading/unread.js";
import { UnreadLine } from "/static/js/core/reading/unread_line.js";
import {
  ADA,
  equal,
  FakeClock,
  message,
  room,
  settled,
  stored,
  test,
} from "./harness.js";

const MS = 1000;
const NUMBERS = { own: ADA.id, blocked: 3 };
const by = (author) => ({ author: NUMBERS[author] ?? 2 });

function log({ begins, epoch }) {
  const log = new Log(begins, epoch);
  return {
    take: (seq) => log.take(seq),
    hear: (head) => log.hear(head),
    ends: (head) => log.ends(head),
    is_another: (other) => log.isAnother(other ?? undefined),
    question: () => log.question(),
    answer: (upto, more) => log.answer(upto, more),
    lost: () => log.lost(),
    rewind: (number) => log.rewind(number),
    state: () => [log.number, log.head],
  };
}

function presence({ names, version, numbers }) {
  const presence = new Presence(names, version, numbers);
  return {
    replace: (...list) => presence.replace(...list),
    receive: (number, online, offline, came, went) =>
      presence.receive({ version: number, online, offline, came, went }),
    has: (number, name) => presence.hasPerson(number, name),
    number_of: (name) => presence.numberOf(name),
    question: () => presence.question(),
    lost: () => presence.lost(),
    names: () => presence.names,
  };
}

function newOutbox() {
  const kept = new Map();
  const storage = {
    keys: () => [...kept.keys()],
    getItem: (key) => kept.get(key),
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  };
  let count = 0;
  const newId = () => `id-${++count}`;
  return new Outbox({ storage, person: 1, owner: "tab", newId });
}

function epochs({ head: begins, epoch: first, kept }) {
  const sent = [];
  const connection = { isConnected: true, send: (command) => sent.push(command) > 0 };
  const told = ([head, read, unread, epoch]) =>
    room({ head, read, unread, epoch: epoch ?? undefined });
  const common = { you: ADA, limits: {}, online: ["ada"], presence: 1 };
  const boot = { ...common, conversations: [told([begins, begins, 0, first])] };
  const [outbox, clock] = [newOutbox(), new FakeClock()];
  const chat = new Chat({ boot, connection, outbox, clock, random: () => 1 });
  const dev = chat.conversations.byId(7);
  const said = ([seq, author, id]) => stored(seq, { ...by(author), id });
  dev.load(kept.map(said), false);
  chat.open(dev);
  const QUESTIONS = ["history", "changes", "conversations"];
  const answer = (type, facts) => {
    const place = sent.findIndex((command) => command.type === type);
    const [{ ref }] = sent.splice(place, 1);
    chat.hear({ type, ref, conversation: 7, more: false, ...facts });
    return settled();
  };
  return {
    welcome: (...facts) =>
      chat.hear({ type: "welcome", ...common, conversations: [told(facts)] }),
    heads: (head, read, epoch) =>
      chat.hear({
        type: "heads",
        heads: { 7: head },
        read: { 7: read },
        epochs: epoch === null ? undefined : { 7: epoch },
      }),
    listed: (...facts) =>
      answer("conversations", { conversations: [told(facts)], upto: 7 }),
    changes: (upto, epoch, reset) =>
      answer("changes", { messages: [], upto, topic: "", epoch, reset }),
    history: (more, messages, epoch) =>
      answer("history", { messages: messages.map(said), more, epoch }),
    joined: (...facts) => chat.hear({ type: "joined", conversation: told(facts) }),
    message: (seq, author, id) => chat.hear(message(seq, { ...by(author), id })),
    here: () => dev.messages?.all.map((each) => each.id) ?? null,
    state: () => [dev.log.number, dev.read, dev.unread],
    asked: () => sent.map(({ type }) => type).filter((type) => QUESTIONS.includes(type)),
    held: () => outbox.posts.filter((post) => post.error).map((post) => post.id),
  };
}

function outbox() {
  const outbox = newOutbox();
  const ids = new Map();
  const idOf = (body) => ids.get(body) ?? body;
  return {
    add: (body, to = 7, name = String(to)) =>
      ids.set(body, outbox.add({ to, name, body }, 0).id),
    next(now) {
      const post = outbox.next(now * MS);
      if (post) outbox.sent(post.id, now * MS);
      return post?.body ?? null;
    },
    wait(now) {
      const wait = outbox.wait(now * MS);
      return wait === null ? null : wait / MS;
    },
    confirm: (body) => outbox.confirm(idOf(body)),
    refuse: (body, code, retry, now) =>
      outbox.refuse(idOf(body), { code, detail: "No.", retry }, now * MS),
    retry: (body) => outbox.retry(idOf(body)),
    disconnected: () => outbox.connectionLost(),
    waiting: () => outbox.posts.map((post) => post.body),
    refused: () => outbox.posts.filter((post) => post.error).map((post) => post.body),
  };
}

function read_state({ head, read }) {
  const clock = new FakeClock();
  const conversations = new Conversations([room({ head, read })], ADA);
  const dev = conversations.byId(7);
  let told = [];
  const connection = { send: ({ seq }) => told.push(seq) };
  const signals = new Signals();
  const reader = new Reader({ conversations, connection, clock, signals });
  return {
    message: (seq) => dev.receive(message(seq)),
    seen: () => reader.seen(dev),
    elsewhere: (seq) => reader.handlers.read({ conversation: 7, seq }),
    pass: (seconds) => clock.pass(seconds * MS),
    told() {
      const since = told;
      told = [];
      return since;
    },
    read: () => dev.read,
  };
}

function unread({ head, read, unread }) {
  const blocks = new Blocks([{ id: NUMBERS.blocked, name: "eve" }]);
  const dev = new Conversation(room({ head, read, unread }), ADA, blocks);
  dev.load([], true);
  const hears = (event) => dev.receive(event) && dev.messages.apply(event);
  const changed = (upto) => ([seq, author]) =>
    stored(seq, { ...by(author), changed: upto, deleted: author === "deleted" });
  return {
    message: (seq, author) => hears(message(seq, by(author))),
    page: (upto, more, ...messages) =>
      dev.merge({ upto, more, topic: "", messages: messages.map(changed(upto)) }),
    welcome: (...[newHead, newRead, newUnread]) =>
      dev.see(room({ head: newHead, read: newRead, unread: newUnread })),
    deleted: (seq, target, author) =>
      hears({ type: "deleted", seq, target, whose: by(author).author }),
    read_up_to: (seq) => dev.readUpTo(seq),
    unread: () => dev.unread,
    shown: () => dev.messages.all.map((each) => each.seq),
    number: () => dev.log.number,
  };
}

const matches = () => ({
  fit,
  fits: (typed, name) => fit(typed, name) > 0,
  order: (typed, names) => fitting(typed, names),
});

function places({ rooms, talks = [], here = [], people = [], others = [], acts = [] }) {
  const named = { count: 0 };
  const roomOf = ([name, unread, level]) => {
    const label = name.slice(1);
    return { isRoom: true, name, label, unread, level, named };
  };
  const talkOf = ([label, person]) => ({ isRoom: false, title: label, person, unread: 0 });
  const numbers = new Map(here);
  const known = {
    conversations: [...rooms.map(roomOf), ...talks.map(talkOf)],
    people: { names: [...numbers.keys()], numberOf: (name) => numbers.get(name) },
    you: ADA,
  };
  const found = {
    people: people.map(([name, id]) => ({ name, id })),
    rooms: others.map((name) => ({ name })),
  };
  const all = placesOf(known, found);
  const done = acts.map((name) => ({ kind: "action", key: `action ${name}`, name }));
  const namesOf = (places) => places.map(({ name }) => name);
  return {
    names: () => namesOf(all),
    ranked: (typed, worth) =>
      namesOf(ranked(typed, [...done, ...all], (key) => worth[key] ?? 0)),
  };
}

function signs({ level, room: isRoom }) {
  return {
    sign(unread, mentions) {
      const { number, hasDot, calls } = signOf({
        isRoom,
        level,
        unread,
        named: { count: mentions },
      });
      return [number, hasDot, calls];
    },
  };
}

function new_line({ more, messages }) {
  const blocks = new Blocks([{ id: NUMBERS.blocked, name: "eve" }]);
  const stores = ([seq, author]) =>
    stored(seq, { ...by(author), deleted: author === "deleted" });
  const here = new Messages(messages.map(stores), more);
  return {
    line(read) {
      const line = new UnreadLine(ADA, blocks);
      line.restart(read);
      return line.place(here);
    },
  };
}

function invitations() {
  const signals = new Signals();
  let told = false;
  signals.observe({ invited: () => (told = true) });
  const invitations = new Invitations({ signals });
  const offer = (...[id, name, from]) => ({
    conversation: { id, name, topic: "", private: true },
    from,
    at: "2026-01-31T14:05:00.000Z",
  });
  const tells = (type, event) => {
    told = false;
    invitations.handlers[type](event);
    return told;
  };
  return {
    welcome: (found) => invitations.replace(found.map((each) => offer(...each))),
    invited: (...of) => tells("invited", offer(...of)),
    answered: (conversation, name) => tells("invited", { conversation, name }),
    declined: (conversation) => tells("declined", { conversation }),
    joined: (id) => tells("joined", { conversation: { id }, from: "ada" }),
    other_joined: (conversation, from) => tells("joined", { conversation, from }),
    waiting: () => [...invitations].map((i) => `${i.from} ${i.conversation.name}`),
  };
}

function blocks({ begins }) {
  const people = (pairs) => pairs.map(([id, name]) => ({ id, name }));
  const blocks = new Blocks(people(begins));
  return {
    has: (author) => blocks.has(author),
    number: (name) => blocks.numberOf(name) ?? null,
    names: () => blocks.names,
    blocked: (author, name, on) => blocks.hear({ author, name, on }),
    welcome: (pairs) => blocks.replace(people(pairs)),
    heard: (...given) => blocks.heard(...given),
  };
}

function quotes() {
  return { excerpt };
}

function polls() {
  return { asked: askedIn, choice: choiceIn, percent: ([votes, voters]) => percentOf(votes, voters) };
}

function completing() {
  const told = (its) => its && [its.typed, its.start];
  const candidate = ([name, isFar, use, place]) => ({ name, isFar, use, place });
  return {
    begins(text) {
      const its = ending.begun(text, text.length);
      return its && its.mark + its.typed;
    },
    closed: (text) => told(ending.closedEmoji(text, text.length)),
    ranked: (people, typed) =>
      ending.ranked(people.map(candidate), typed).map(({ name }) => name),
    whole: ending.isWhole,
  };
}

function mentions({ head, read, mentions: count, kept }) {
  const numbers = { own: ADA.id, other: 9 };
  const naming = (names, calls) => {
    const named = names.map((name) => ({ author: numbers[name], name }));
    return { mentions: named, calls: calls ?? undefined };
  };
  const dev = new Conversation(room({ head, read, mentions: count }), ADA);
  if (kept) dev.load(kept.map(([seq, names]) => stored(seq, naming(names))), true);
  const hears = (event) => dev.receive(event) && dev.messages?.apply(event);
  return {
    said: (seq, names, calls) => void hears(message(seq, naming(names, calls))),
    own: (seq, names, calls) =>
      void hears(message(seq, { author: ADA.id, ...naming(names, calls) })),
    edited: (seq, target, names, calls) =>
      void hears({ type: "edited", seq, target, author: 2, ...naming(names, calls) }),
    deleted: (seq, target) =>
      void hears({ type: "deleted", seq, target, author: 2, whose: 2 }),
    read_up_to: (seq) => dev.readUpTo(seq),
    named: () => dev.named.count,
  };
}

async function emoji() {
  const table = new EmojiTable(await (await fetch("/static/emoji.json")).json());
  const found = (typed) => table.find(typed, "").map((each) => each.emoji);
  return {
    first: (typed) => found(typed)[0],
    has: (typed, it) => found(typed).includes(it),
    named: (typed) => table.named(typed, "")?.emoji ?? null,
  };
}

function folds() {
  return { fold, order: (names) => inOrder([...new Set(names)]) };
}

function days({ zone }) {
  const times = new Times({ timeZone: zone });
  return { label: (at, now) => times.dayLabel(at, Date.parse(now)) };
}

function versions() {
  const of = ([version, build]) => ({ version, build });
  return { newer: (told, own) => isNewer(of(told), of(own)) };
}

async function run(kind, subjectOf) {
  const answer = await fetch(`/tests/vectors/${kind}.json`);
  const cases = await answer.json();
  for (const each of cases) {
    const subject = await subjectOf(each);
    for (const [what, ...words] of each.steps) {
      const last = words.at(-1);
      const wanted = last !== null && typeof last === "object" && "is" in last;
      if (wanted) words.pop();
      const given = await subject[what](...words);
      if (wanted) equal([each.name, what, words, given], [each.name, what, words, last.is]);
    }
  }
  equal(cases.length > 4, true);
}

test("the golden cases of a log", () => run("log", log));
test("the golden cases of restored logs", () => run("epochs", epochs));
test("the golden cases of blocks", () => run("blocks", blocks));
test("the golden cases of days", () => run("days", days));
test("the golden cases of what Find compares", () => run("fold", folds));
test("the golden cases of quotes", () => run("quotes", quotes));
test("the golden cases of polls", () => run("polls", polls));
test("the golden cases of what can be ended", () => run("completing", completing));
test("the golden cases of what names somebody", () => run("mentions", mentions));
test("the golden cases of emoji by name", () => run("emoji", emoji));
test("the golden cases of what is newer", () => run("versions", versions));
test("the golden cases of presence", () => run("presence", presence));
test("the golden cases of an outbox", () => run("outbox", outbox));
test("the golden cases of what was read", () => run("read_state", read_state));
test("the golden cases of invitations", () => run("invitations", invitations));
test("the golden cases of the new line", () => run("new_line", new_line));
test("the golden cases of what is unread", () => run("unread", unread));
test("the golden cases of pages of changes", () => run("pages", unread));
test("the golden cases of what is typed of a name", () => run("match", matches));
test("the golden cases of what leads where", () => run("places", places));
test("the golden cases of what of it calls", () => run("signs", signs));

test("what people write is seen with all of its spaces and lines", async () => {
  const groups = await (await fetch("/tests/vectors/formatting.json")).json();
  const sheet = document.createElement("style");
  sheet.textContent = await (await fetch("/static/css/markdown.css")).text();
  const body = document.createElement("div");
  body.className = "body";
  document.body.append(sheet, body);
  const cases = groups.flatMap((group) => group.cases);
  for (const { html } of cases.filter((each) => /^<p>(?:(?!<p>).)*$/s.test(each.html))) {
    body.innerHTML = html;
    if (body.children.length === 1) equal(body.innerText, body.textContent);
  }
  sheet.remove();
  body.remove();
});
