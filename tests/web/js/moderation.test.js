import { lineOf } from "/static/js/core/moderation/acts.js";
import { Moderation } from "/static/js/core/moderation/waiting.js";
import { ModerationCommands } from "/static/js/core/moderation/commands.js";
import { whyClosed } from "/static/js/core/permissions.js";
import { mutedText } from "/static/js/core/slash/moderation.js";
import { whyOf } from "/static/js/words/ends.js";
import { Signals } from "/static/js/core/signals.js";
import { equal, FakeClock, test } from "./harness.js";

const waiting = (number, author) => ({ number, author, from: "bob", name: "#dev", body: "x" });

/** Somebody with a room that they are `role` of. */
function begin(role) {
  const [signals, clock] = [new Signals(), new FakeClock()];
  const conversations = [{ id: 3, isRoom: true, name: "#dev", role }];
  const asked = [];
  const held = { page: async (after) => (asked.push(after), { messages: [waiting(7, 2)] }) };
  const reports = { waiting: 0, page: async () => ({}) };
  const you = { id: 1, name: "ada" };
  const parts = { clock, conversations, signals, you, held, reports };
  return { moderation: new Moderation(parts), asked, reports, signals, clock, you };
}

test("who looks after nothing asks for nothing", () => {
  const { moderation, asked, signals, clock } = begin("member");
  signals.welcomed.emit();
  clock.pass(1000);
  equal([moderation.isOffered, asked], [false, []]);
});

test("what waits is counted as it comes and is decided", () => {
  const { moderation, reports } = begin("moderator");
  equal([moderation.isOffered, moderation.waiting], [true, 0]);
  moderation.handlers.holds({ messages: [waiting(7, 2), waiting(8, 1)] });
  equal(
    moderation.held.map(({ number }) => number),
    [7],
  );
  reports.waiting = 2;
  equal(moderation.waiting, 3);
  moderation.handlers.holds({ ref: "1", messages: [waiting(9, 2)] });
  moderation.handlers.decided({ number: 7 });
  equal(moderation.waiting, 2);
});

test("what was done to somebody is told with why and until when", () => {
  const told = [{ name: "ada", on: true, reason: "loud" }, { name: "ada", on: false }];
  equal(told.map(mutedText), ["ada is muted. (loud)", "ada may speak again."]);
  equal(whyOf({ networks: ["192.0.2.1/32"] }), " (192.0.2.1/32)");
});

test("what moderators did is said as at the other doors", async () => {
  const cases = await (await fetch("/tests/vectors/acts.json")).json();
  for (const { act, text } of cases) equal(lineOf(act), text);
});

test("who is muted says nothing anywhere, until that ends", () => {
  const { moderation, signals, you } = begin("member");
  const talk = { you, kind: "direct", id: 4 };
  let listed = 0;
  signals.observe({ listed: () => (listed += 1) });
  moderation.handlers.muted({ name: "bob", person: 2, on: true });
  equal(whyClosed(talk), "");
  moderation.handlers.muted({ name: "ada", person: 1, on: true, reason: "loud" });
  equal(whyClosed(talk), "You are muted. (loud)");
  moderation.handlers.muted({ name: "ada", person: 1, on: false });
  equal([whyClosed(talk), listed], ["", 3]);
});

test("what is deleted is meant by the room, or by none for all", () => {
  const sent = [];
  const commands = new ModerationCommands({ page: (asked) => sent.push(asked) });
  const how = { reason: "floods", seconds: 3600 };
  commands.purge({ name: "bob" }, { ...how, room: { id: 3 } });
  commands.purge({ name: "bob" }, how);
  equal(
    sent.map(({ conversation, name }) => [conversation, name]),
    [
      [3, "bob"],
      [undefined, "bob"],
    ],
  );
});

test("who moderates the site is told how many wait to be accepted", () => {
  const { moderation, signals } = begin("member");
  const told = [];
  signals.observe({ queue: (what) => told.push(what) });
  moderation.handlers.applicants({ open: 2, new: true });
  moderation.handlers.applicants({ open: 1, new: false });
  equal(
    told.map((event) => [event.open, event.new]),
    [
      [2, true],
      [1, false],
    ],
  );
});
