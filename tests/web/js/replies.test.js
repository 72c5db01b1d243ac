import { covers } from "/static/js/core/history/covers.js";
import { Messages } from "/static/js/core/history/messages.js";
import { nameAt, permalinkOf, seqAt } from "/static/js/browser/routes.js";
import { quoting } from "/static/js/core/content/quotes.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { Conversation } from "/static/js/core/rooms/conversation.js";
import { ADA, equal, message, room, stored, test } from "./harness.js";

const quote = (body = "number 1", fields = {}) => ({
  quote: { seq: 1, from: "bob", author: 2, body, ...fields },
  reply_to: 1,
});
const words = (messages) => messages.all.map((each) => each.quote?.body);
const seqs = (messages) => messages.map(({ seq }) => seq);

test("a reply comes with what it answers, and loses it when it is deleted", () => {
  const messages = new Messages([stored(1)]);
  messages.apply(message(2, quote()));
  equal(messages.get(2).quote.body, "number 1");
  messages.apply({ type: "deleted", seq: 3, target: 2 });
  equal(messages.get(2).quote, undefined);
});

test("who quotes a message follows its edit and its deletion, be it here or not", () => {
  const messages = new Messages([stored(2, quote()), stored(3, quote())], true);
  const edit = { type: "edited", seq: 4, target: 1, body: "other\n\nwords" };
  equal(messages.apply(edit), undefined);
  equal(seqs(quoting(messages.all, edit)), [2, 3]);
  equal(words(messages), ["other words", "other words"]);
  equal(quoting(messages.all, { type: "deleted", seq: 5, target: 1 }).length, 2);
  equal(messages.get(3).quote.deleted, true);
  equal(quoting(messages.all, { type: "reacted", seq: 6, target: 1 }), []);
});

test("who quotes a message follows what is only known by what has changed", () => {
  const dev = new Conversation(room({ head: 2 }), ADA);
  dev.load([stored(1), stored(2, quote())], false);
  const changed = stored(1, { body: "better", changed: 3, edited: true });
  const page = { messages: [changed], upto: 3, more: false, topic: "" };
  equal(seqs(dev.merge(page)), [1, 2]);
  equal(dev.messages.get(2).quote.body, "better");
});

test("a quote has the name that its author has now", () => {
  const messages = new Messages([stored(2, { ...quote(), author: 3, from: "eve" })]);
  equal(messages.rename(new Map([[2, "bert"]])).length, 1);
  equal(messages.get(2).quote.from, "bert");
});

test("a message is covered where it would stand among those that are here", () => {
  const dev = new Conversation(room({ head: 20 }), ADA);
  equal(covers(dev, 5), false);
  dev.load([stored(5), stored(9)], true, 20, true);
  const covered = [4, 5, 7, 9, 10].map((seq) => covers(dev, seq));
  equal(covered, [false, true, true, true, false]);
});

test("what is posted answers what it was to answer, unless that is gone", () => {
  const storage = { setItem() {}, removeItem() {}, keys: () => [] };
  const outbox = new Outbox({ storage, person: 1, owner: "tab", newId: () => "id" });
  const reply = { epoch: 0, ...quote() };
  outbox.add({ to: 7, name: "#dev", body: "yes", reply }, 1);
  outbox.refuse("id", { code: "muted", detail: "No." }, 2);
  outbox.retry("id");
  equal(outbox.get("id").reply, reply);
  outbox.refuse("id", { code: "no-such-conversation", detail: "No." }, 2);
  outbox.retry("id");
  equal(outbox.get("id").reply, undefined);
});

test("a message has an address below that of its conversation", () => {
  equal(permalinkOf({ name: "#lobby" }, 43), "/rooms/lobby/43/");
  equal(permalinkOf({ name: "@pat~17" }, 1), "/direct/pat~17/1/");
  equal([nameAt("/rooms/dev/43/"), seqAt("/rooms/dev/43/")], ["#dev", 43]);
  equal([nameAt("/direct/bob/"), seqAt("/direct/bob/")], ["@bob", undefined]);
  equal([nameAt("/rooms/dev/x/"), seqAt("/rooms/43/")], [null, undefined]);
});
