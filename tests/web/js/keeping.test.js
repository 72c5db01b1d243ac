import { Deletions, UNDO_MS } from "/static/js/core/sending/deletions.js";
import { Messages } from "/static/js/core/history/messages.js";
import { Saved } from "/static/js/core/finding/saved.js";
import { Signals } from "/static/js/core/signals.js";
import { wordDiff } from "/static/js/core/content/word_diff.js";
import { equal, FakeClock, settled, stored, test } from "./harness.js";

/** Deletions of one conversation; what is sent, and how it is answered. */
function open({ isConnected = true, answer = () => {} } = {}) {
  const [clock, signals, sent, told] = [new FakeClock(), new Signals(), [], []];
  signals.observe({ warned: (detail) => told.push(detail) });
  const commands = {
    delete: async (place, message, signal) => {
      sent.push(message.seq);
      await answer(signal);
    },
  };
  const connection = { isConnected };
  const deletions = new Deletions({ commands, connection, clock, signals });
  const dev = { id: 7, messages: new Messages([stored(1), stored(2)]) };
  return { deletions, clock, sent, told, dev };
}

test("a deletion is done when its time is up", async () => {
  const { deletions, clock, sent, dev } = open();
  const message = dev.messages.get(1);
  deletions.begin(dev, message);
  clock.pass(UNDO_MS - 1);
  equal([sent, message.going], [[], true]);
  clock.pass(1);
  await settled();
  equal([sent, message.gone], [[1], true]);
});

test("a deletion that is taken back is not done", () => {
  const { deletions, clock, sent, dev } = open();
  deletions.begin(dev, dev.messages.get(1));
  deletions.undo(dev, dev.messages.get(1));
  clock.pass(2 * UNDO_MS);
  equal([sent, dev.messages.get(1).going], [[], false]);
});

test("whoever leaves the conversation has it done at once", () => {
  const { deletions, sent, dev } = open();
  deletions.begin(dev, dev.messages.get(1));
  deletions.leave({ id: 8 });
  equal(sent, []);
  deletions.leave(dev);
  equal(sent, [1]);
  deletions.begin(dev, dev.messages.get(2));
  deletions.flush();
  equal(sent, [1, 2]);
});

test("a deletion that is refused shows the message again, and says why", async () => {
  const refuse = () => Promise.reject(new Error("no"));
  const { deletions, clock, told, dev } = open({ answer: refuse });
  deletions.begin(dev, dev.messages.get(1));
  clock.pass(UNDO_MS);
  await settled();
  equal([told, dev.messages.get(1).going], [["no"], false]);
});

test("while it waits for the connection a deletion can be taken back", () => {
  let withdrawn = null;
  const answer = (signal) => new Promise(() => (withdrawn = signal));
  const { deletions, clock, dev } = open({ isConnected: false, answer });
  deletions.begin(dev, dev.messages.get(1));
  clock.pass(UNDO_MS);
  equal(dev.messages.get(1).gone, false);
  deletions.undo(dev, dev.messages.get(1));
  equal([withdrawn.aborted, dev.messages.get(1).going], [true, false]);
});

test("a pin is on its message until it is deleted", () => {
  const messages = new Messages([stored(1)]);
  messages.apply({ type: "pinned", seq: 2, target: 1, on: true });
  equal(messages.get(1).pinned, true);
  messages.apply({ type: "deleted", seq: 3, target: 1 });
  equal(messages.get(1).pinned, false);
});

test("where a link leads is shown until the words are others", () => {
  const messages = new Messages([stored(1)]);
  const preview = { url: "https://page.test/", title: "A page" };
  messages.apply({ type: "previewed", seq: 2, target: 1, html: "<p>a</p>b", preview });
  const { html, preview: shown, changed } = messages.get(1);
  equal([html, shown, changed], ["<p>a</p>b", preview, 2]);
  messages.apply({ type: "edited", seq: 3, target: 1, body: "c", html: "<p>c</p>" });
  equal(messages.get(1).preview, undefined);
});

test("what is saved is known once it was asked for, and followed from there", async () => {
  let asked = 0;
  const answer = { saved: [{ conversation: 7, seq: 1 }] };
  const kept = { listSaved: async () => ((asked += 1), answer) };
  const connection = { isConnected: true };
  const saved = new Saved({ kept, connection, signals: new Signals() });
  const [here, one, two] = [{ id: 7 }, { seq: 1 }, { seq: 2 }];
  equal(saved.has(here, one), false);
  await saved.learn();
  await saved.learn();
  saved.handlers.bookmarked({ conversation: 7, target: 2, on: true });
  saved.handlers.bookmarked({ conversation: 7, target: 1, on: false });
  equal([asked, saved.has(here, one), saved.has(here, two)], [1, false, true]);
});

const DIFFS = [
  ["one two three", "one two three", "one two three"],
  ["one two three", "one 2 three", "one [-two-]{+2+} three"],
  ["", "new", "{+new+}"],
  ["old", "", "[-old-]"],
  ["a b c d", "b c x d", "[-a -]b c{+ x+} d"],
  ["don't go", "don't stay", "don't [-go-]{+stay+}"],
  ["今天下雨", "今天下雪", "今天下[-雨-]{+雪+}"],
  ["مرحبا يا علي", "مرحبا يا ليلى", "مرحبا يا [-علي-]{+ليلى+}"],
  ["ok 👍", "ok 👎", "ok [-👍-]{+👎+}"],
];

test("what has changed in a text is marked by words", () => {
  const marks = { same: ["", ""], out: ["[-", "-]"], in: ["{+", "+}"] };
  const marked = ({ kind, text }) => marks[kind][0] + text + marks[kind][1];
  for (const [before, after, shown] of DIFFS)
    equal(wordDiff(before, after).map(marked).join(""), shown);
});

test("texts that have nothing in common are compared in no time", () => {
  const [one, other] = ["a ".repeat(2000), "b ".repeat(2000)];
  const kinds = wordDiff(one, other).map(({ kind }) => kind);
  equal(kinds.includes("out") && kinds.includes("in"), true);
});
