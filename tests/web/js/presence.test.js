import { Presence } from "/static/js/core/people/presence.js";
import { equal, test } from "./harness.js";

const delta = (version, online = [], offline = []) => ({ version, online, offline });

test("deltas follow one another", () => {
  const presence = new Presence(["ada"], 4);
  equal(presence.receive(delta(5, ["bob", "carol"])), true);
  equal(presence.receive(delta(6, [], ["ada"])), true);
  equal([presence.names, presence.question()], [["bob", "carol"], false]);
});

test("a delta that comes twice is nothing", () => {
  const presence = new Presence(["ada"], 4);
  equal([presence.receive(delta(4, [], ["ada"])), presence.question()], [false, false]);
  equal(presence.has("ada"), true);
});

test("a missed version asks who is here, once", () => {
  const presence = new Presence([], 4);
  equal(presence.receive(delta(6, ["bob"])), false);
  equal(
    [presence.question(), presence.question(), presence.has("bob")],
    [true, false, false],
  );
  presence.replace(["bob"], 6);
  equal([presence.names, presence.question()], [["bob"], false]);
});

test("what was missed during the question is asked for after it", () => {
  const presence = new Presence([], 4);
  presence.receive(delta(6));
  presence.question();
  presence.receive(delta(9));
  equal(presence.question(), false);
  presence.replace([], 7);
  equal(presence.question(), true);
});

test("what the answer has already is not asked for again", () => {
  const presence = new Presence([], 4);
  presence.receive(delta(6));
  presence.question();
  presence.receive(delta(7));
  presence.replace([], 7);
  equal(presence.question(), false);
});

test("a server that has lost its count is asked", () => {
  const presence = new Presence(["ada"], 4_000);
  presence.receive(delta(2, ["bob"]));
  equal(presence.question(), true);
  presence.replace(["bob"], 2);
  equal([presence.names, presence.question()], [["bob"], false]);
});

test("a question that a broken connection has swallowed can be asked again", () => {
  const presence = new Presence([], 4);
  presence.receive(delta(6));
  presence.question();
  presence.lost();
  presence.receive(delta(7));
  equal(presence.question(), true);
});
