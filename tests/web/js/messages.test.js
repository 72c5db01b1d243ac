import { from, Messages } from "/static/js/core/history/messages.js";
import { Polls } from "/static/js/core/content/polls.js";
import { Signals } from "/static/js/core/signals.js";
import { equal, message, stored, test } from "./harness.js";

const seqs = (messages) => messages.all.map((each) => each.seq);
const edited = (seq, target, body) => ({
  type: "edited",
  seq,
  target,
  body,
  html: body,
});
const NUMBERS = { bob: 2, eve: 5 };
const reacted = (seq, target, from, on) => ({
  ...{ type: "reacted", seq, target, from, author: NUMBERS[from], on },
  emoji: "👍",
});

test("messages are in the order of the log, however they come", () => {
  const messages = new Messages([stored(3), stored(1)]);
  messages.put(stored(2));
  messages.apply(message(4));
  equal(seqs(messages), [1, 2, 3, 4]);
});

test("a message that comes twice is there once", () => {
  const messages = new Messages([stored(1)]);
  equal(messages.apply(message(1)), undefined);
  equal(seqs(messages), [1]);
});

test("an edit changes body, mark and number", () => {
  const messages = new Messages([stored(1)]);
  messages.apply(edited(2, 1, "better"));
  const { body, edited: mark, changed } = messages.get(1);
  equal([body, mark, changed], ["better", true, 2]);
});

test("a page that was read before an edit does not undo it", () => {
  const messages = new Messages([stored(1)]);
  messages.apply(edited(5, 1, "better"));
  equal(messages.put(stored(1, { changed: 4, body: "in between" })), false);
  equal(messages.get(1).body, "better");
});

test("an edit that the page had already is not applied again", () => {
  const messages = new Messages([stored(1, { changed: 5, body: "newest" })]);
  equal(messages.apply(edited(4, 1, "older")), undefined);
  equal(messages.get(1).body, "newest");
});

test("a change of a message that is not here is nothing", () => {
  const messages = new Messages([stored(8)], true);
  equal(messages.apply(edited(9, 2, "better")), undefined);
  equal(messages.put(stored(2, { changed: 9 })), false);
  equal(seqs(messages), [8]);
});

test("a deleted message loses words and reactions, and keeps its place", () => {
  const messages = new Messages([stored(1, { reactions: { "👍": ["bob"] } })]);
  messages.apply({ type: "deleted", seq: 2, target: 1 });
  const { body, html, deleted, reactions } = messages.get(1);
  equal([body, html, deleted, reactions], ["", "", true, {}]);
});

test("a reaction comes, comes twice, and goes", () => {
  const messages = new Messages([stored(1)]);
  messages.apply(reacted(2, 1, "bob", true));
  messages.apply(reacted(2, 1, "bob", true));
  messages.apply(reacted(3, 1, "eve", true));
  equal(messages.get(1).reactions, { "👍": ["bob", "eve"] });
  messages.apply(reacted(4, 1, "bob", false));
  messages.apply(reacted(5, 1, "eve", false));
  equal(messages.get(1).reactions, {});
});

test("who has reacted is known by the number, whatever they are called", () => {
  const given = { reactions: { "👍": ["bob", "bob"] }, reactors: { "👍": [2, 7] } };
  const messages = new Messages([stored(1, given)]);
  messages.apply({ ...reacted(2, 1, "rob", false), author: 7 });
  const { reactions, reactors } = messages.get(1);
  equal([reactions, reactors], [{ "👍": ["bob"] }, { "👍": [2] }]);
});

test("an older page comes before what is here", () => {
  const messages = new Messages([stored(9)], true);
  messages.prepend([stored(5), stored(7)], true);
  equal([seqs(messages), messages.more], [[5, 7, 9], true]);
  messages.prepend([stored(1)], false);
  equal([seqs(messages), messages.more], [[1, 5, 7, 9], false]);
});

test("what is forgotten can be fetched again", () => {
  const messages = new Messages([stored(1), stored(2), stored(3)]);
  equal(messages.trim(2), [1]);
  equal([seqs(messages), messages.more], [[2, 3], true]);
});

test("nothing is forgotten of what is near, however much that is", () => {
  const all = Array.from({ length: 10 }, (_, place) => stored(place + 1));
  for (const [from, to, kept] of [
    [2, 7, [2, 3, 4, 5, 6, 7]],
    [7, Infinity, [7, 8, 9, 10]],
    [1, Infinity, seqs(new Messages(all))],
  ]) {
    const messages = new Messages(all);
    messages.trim(4, from, to);
    equal(seqs(messages), kept);
  }
});

test("what is furthest from what is read is forgotten, on both sides", () => {
  const all = Array.from({ length: 10 }, (_, place) => stored(place + 1));
  for (const [at, kept, more, newer] of [
    [1, [1, 2, 3, 4], false, true],
    [5, [3, 4, 5, 6], true, true],
    [9, [7, 8, 9, 10], true, false],
    [undefined, [7, 8, 9, 10], true, false],
  ]) {
    const messages = new Messages(all);
    equal(messages.trim(4, at).length, 6);
    equal([seqs(messages), messages.more, messages.newer], [kept, more, newer]);
    equal([messages.put(stored(2)), messages.after(kept[1]).seq], [false, kept[2]]);
  }
});

test("what was changed before its page came was missed, and nothing else", () => {
  const messages = new Messages([stored(5), stored(6)], true, true);
  const isMissed = (change, extend) => {
    messages.expect();
    messages.apply(change);
    extend();
    return messages.hasMissed;
  };
  const older = () => messages.prepend([stored(3), stored(4)], true);
  const newer = () => messages.append([stored(7), stored(8)], true);
  equal(isMissed(edited(30, 2, "far above"), older), false);
  equal(isMissed(edited(31, 8, "in the page"), newer), true);
  equal(isMissed(message(32), () => messages.append([stored(9)], false)), true);
});

test("the last own message is the one that is not deleted", () => {
  const own = { author: 1, from: "ada" };
  const all = [
    stored(1, own),
    stored(2, own),
    stored(3, { ...own, deleted: true }),
    stored(4),
  ];
  equal(new Messages(all).lastOf(1).seq, 2);
});

test("one emoji is one, in whatever form it comes", () => {
  const messages = new Messages([stored(1, { reactions: { "❤️": ["bob"] } })]);
  messages.apply({ ...reacted(2, 1, "ada", true), emoji: "❤" });
  equal(messages.get(1).reactions, { "❤️": ["bob", "ada"] });
  messages.apply({ ...reacted(3, 1, "bob", false), emoji: "❤\ufe0e" });
  equal(messages.get(1).reactions, { "❤️": ["ada"] });
});

test("a message is shown as it is rendered now, unless it has changed since", () => {
  const messages = new Messages([stored(1), stored(2, { changed: 9 })]);
  equal(messages.renew(stored(1)), false);
  equal(messages.renew(stored(1, { html: "<p>new</p>" })), true);
  equal(messages.renew(stored(2, { html: "<p>new</p>" })), false);
  equal(messages.renew(stored(3)), false);
  equal(seqs(messages), [1, 2]);
});

test("files come with a message, stay with other words, and go with it", () => {
  const shared = (html) => ({ html, files: [{ id: "f", name: "plan.pdf" }] });
  const messages = new Messages();
  messages.apply({ ...message(1), shared: shared("tea") });
  equal(messages.get(1).shared, shared("tea"));
  messages.apply({ ...edited(2, 1, "milk"), shared: shared("milk") });
  equal(messages.get(1).shared, shared("milk"));
  messages.apply({ type: "deleted", seq: 3, target: 1 });
  equal(messages.get(1).shared, undefined);
});

test("a poll stands as everybody is told, with what one has chosen", () => {
  const option = (votes) => ({ text: "Tea", votes });
  const poll = (votes, more) => ({ options: [option(votes)], voters: votes, ...more });
  const messages = new Messages([stored(1, { poll: poll(1, { mine: [1] }) })]);
  messages.apply({ type: "poll", seq: 2, target: 1, poll: poll(2) });
  equal(messages.get(1).poll, poll(2, { mine: [1] }));
  messages.apply({ ...edited(3, 1, "Milk?"), poll: poll(3) });
  equal(messages.get(1).poll, poll(3, { mine: [1] }));
  messages.apply({ type: "deleted", seq: 4, target: 1 });
  equal(messages.get(1).poll, undefined);
  messages.apply({ ...message(5), poll: poll(0) });
  equal(messages.get(5).poll.mine, []);
});

test("whoever chooses quickly chooses all of it, and what is refused is taken back", async () => {
  const [asked, none] = [[], { options: [], many: true, mine: [] }];
  const dev = { id: 7, log: {}, messages: new Messages([stored(1, { poll: none })]) };
  const wish = ({ options }) =>
    new Promise((...ends) => asked.push({ options, ends }));
  const parts = { conversations: { byId: () => dev }, signals: new Signals() };
  const polls = new Polls({ ...parts, requests: { wish } });
  const mine = () => dev.messages.get(1).poll.mine;
  const choose = (option) =>
    polls.vote(dev, { seq: 1 }, polls.toggled(dev.messages.get(1), option));
  const answer = ({ options, ends: [done] }) => {
    polls.handlers.voted({ conversation: 7, target: 1, poll: { ...none, mine: options } });
    done({});
  };
  const votes = [choose(2), choose(3)];
  equal(mine(), [2, 3]);
  answer(asked[0]);
  equal(mine(), [2, 3]);
  await votes[0];
  answer(asked[1]);
  await votes[1];
  equal(mine(), [2, 3]);
  const refused = choose(2).catch((refusal) => refusal.message);
  equal(mine(), [3]);
  asked[2].ends[1](new Error("no"));
  equal([await refused, mine()], ["no", [2, 3]]);
});

test("what is older than the site keeps it is let go", () => {
  const messages = new Messages([3, 5, 8].map((seq) => ({ seq, changed: seq })), true);
  const left = from(5, messages);
  equal([seqs(left), left.more, from(5, left) === left], [[5, 8], false, true]);
});
