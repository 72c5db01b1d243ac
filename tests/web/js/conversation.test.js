import { Conversation } from "/static/js/core/rooms/conversation.js";
import { Conversations } from "/static/js/core/rooms/conversations.js";
import { noted } from "/static/js/core/history/happened.js";
import { whyClosed } from "/static/js/core/permissions.js";
import { trim } from "/static/js/core/history/resting.js";
import { ADA, equal, message, room, stored, test } from "./harness.js";

const changes = (messages, upto, more = false) => ({ messages, upto, more, topic: "" });
const names = (all) => all.map((each) => each.name);

test("messages by others are unread, one's own are not", () => {
  const dev = new Conversation(room({ head: 5, read: 5 }), ADA);
  dev.receive(message(6));
  dev.receive(message(7, { author: ADA.id }));
  equal(dev.unread, 1);
});

test("what the welcome has counted is not counted again", () => {
  const dev = new Conversation(room({ head: 5, read: 5 }), ADA);
  dev.load([], false);
  dev.see(room({ head: 7, read: 5, unread: 2 }));
  dev.log.question();
  dev.merge(changes([stored(6), stored(7), stored(8)], 8));
  equal(dev.unread, 3);
});

test("a page of changes counts what is new where nothing is loaded", () => {
  const dev = new Conversation(room({ head: 5, read: 5 }), ADA);
  dev.receive(message(9));
  equal(dev.log.question(), 5);
  dev.merge(changes([stored(6), stored(8, { deleted: true }), stored(9)], 9));
  equal(dev.unread, 2);
});

test("a topic comes by event or by page", () => {
  const dev = new Conversation(room({ head: 5 }), ADA);
  dev.receive({ type: "topic", seq: 6, topic: "how" });
  equal(dev.topic, "how");
  dev.merge({ ...changes([], 7), topic: "why" });
  equal(dev.topic, "why");
});

test("what was read elsewhere is not unread here", () => {
  const dev = new Conversation(room({ head: 9, read: 4, unread: 5 }), ADA);
  dev.readUpTo(7);
  equal(dev.unread, 2);
  dev.readUpTo(9);
  equal([dev.unread, dev.read], [0, 9]);
});

test("what happened while it was loading is asked for", () => {
  const dev = new Conversation(room({ head: 5 }), ADA);
  const since = dev.log.number;
  dev.receive(message(6));
  dev.load([stored(5)], false, since);
  equal(dev.log.question(), 5);
  const shown = dev.merge(changes([stored(6)], 6));
  equal([shown.length, dev.messages.size, dev.unread], [1, 2, 1]);
});

test("a direct conversation that begins takes the place of the empty one", () => {
  const all = new Conversations([], ADA);
  const empty = all.direct("bob");
  empty.load([], false);
  const direct = { kind: "direct", name: "@Bob", key: "@bob" };
  const begun = all.add(room({ id: 9, head: 1, ...direct }));
  equal([begun === empty, begun.id, begun.isLoaded], [true, 9, false]);
  equal(names(all.directs), ["@Bob"]);
});

test("two people who had the same name have two conversations", () => {
  const direct = { kind: "direct", name: "@bob" };
  const all = new Conversations(
    [room({ id: 4, ...direct }), room({ id: 9, ...direct })],
    ADA,
  );
  equal(
    [...all].map((each) => each.id),
    [4, 9],
  );
  equal(all.byName("@bob").id, 9);
});

test("rooms are listed by name, the lobby first", () => {
  const wires = ["#music", "#lobby", "#ärger", "#art"].map((name, at) =>
    room({ id: at + 1, name }),
  );
  const listed = ["#lobby", "#ärger", "#art", "#music"];
  equal(names(new Conversations(wires, ADA).rooms), listed);
});

test("the welcome's list takes away what one is not in any more", () => {
  const all = new Conversations([room(), room({ id: 8, name: "#art" })], ADA);
  const kept = all.byId(7);
  equal(names(all.replace([room({ topic: "how" })])), ["#art"]);
  equal([all.byId(7) === kept, kept.topic, all.byId(8)], [true, "how", undefined]);
});

test("what happens in a room is kept, and the room is so from then on", () => {
  const dev = new Conversation(room({ head: 5 }), ADA);
  dev.load([], false);
  const name = { kind: "name", value: "#web", key: "#web", before: dev.name };
  dev.receive({ type: "happened", seq: 6, from: "bob", ...name });
  equal(dev.name, "#web");
  const slow = { type: "happened", kind: "slow", value: 30, seq: 7 };
  const role = { kind: "role", value: "moderator", person: ADA.id, seq: 8 };
  dev.merge({ ...changes([], 8), events: [slow, { ...slow, ...role }] });
  equal([dev.slow, dev.role, [...dev.events.keys()]], [30, "moderator", [6, 7, 8]]);
});

test("what happened goes with the messages around it, and comes back with their page", () => {
  const dev = new Conversation(room({ head: 400 }), ADA);
  const happened = (seq) => ({ type: "happened", kind: "lock", value: true, seq });
  const all = Array.from({ length: 100 }, (_, at) => stored(2 * at + 1));
  noted(dev, { events: [40, 100, 160, 198].map(happened) });
  dev.load(all, false);
  equal([...dev.events.keys()], [40, 100, 160, 198]);
  trim(dev, 20, 101, 101);
  equal([dev.messages.first.seq, dev.messages.last.seq], [81, 119]);
  equal([...dev.events.keys()], [100]);
  noted(dev, { events: [122, 160].map(happened) });
  dev.messages.append(all.slice(60), false);
  trim(dev, 30);
  equal([...dev.events.keys()], [160]);
});

const CLOSED = [
  [{}, ""],
  [{ archived: true, role: "owner" }, "This room is archived: it can be read, and no more."],
  [{ speakers: "voice" }, "Only those who were given a voice speak in this room."],
  [{ speakers: "voice", role: "voice" }, ""],
  [{ speakers: "moderator", role: "voice" }, "Only moderators speak in this room."],
  [{ speakers: "moderator", role: "owner" }, ""],
  [{ role: "muted" }, "You are muted in this room."],
  [{ role: "muted", reason: "loud" }, "You are muted in this room. (loud)"],
];
for (const [fields, why] of CLOSED)
  test(`${JSON.stringify(fields)}: it is said why nothing may be said, or it may`, () => {
    equal(whyClosed(new Conversation(room(fields), ADA)), why);
  });

test("what is set, and who one is, closes a room and opens it as it happens", () => {
  const dev = new Conversation(room({ head: 5 }), ADA);
  const seen = [
    ["speakers", "moderator"],
    ["role", "moderator"],
    ["archived", true],
    ["archived", false],
    ["role", "member"],
    ["speakers", "member"],
    ["role", "muted"],
  ].map(([kind, value], at) => {
    dev.receive({ type: "happened", kind, value, person: ADA.id, seq: 6 + at });
    return whyClosed(dev) !== "";
  });
  equal(seen, [true, false, true, false, true, false, true]);
});
