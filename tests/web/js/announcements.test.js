import { Announcements } from "/static/js/core/reading/announcements.js";
import { equal, FakeClock, test } from "./harness.js";

const LOBBY = { isRoom: true };
const PRIVATE = { isRoom: false };

function announcements() {
  const [clock, told] = [new FakeClock(), []];
  const it = new Announcements({ clock, tell: (text) => told.push(text) });
  const hear = (from, body = "hi", place = LOBBY, isHere = true) =>
    it.hear(place, { from, body, action: false }, isHere);
  return { clock, told, it, hear };
}

test("A first message is read out at once, and the next ones in a sum", () => {
  const { clock, told, hear } = announcements();
  hear("ada", "hello");
  for (const name of ["ada", "bob", "ada"]) hear(name);
  equal(told, ["ada: hello"]);
  clock.pass(1_000);
  equal(told, ["ada: hello", "3 new messages from ada and bob"]);
});

test("Three hundred messages in fifteen seconds are sixteen things to hear", () => {
  const { clock, told, hear } = announcements();
  for (let n = 0; n < 300; n += 1) {
    hear("ada");
    clock.pass(50);
  }
  clock.pass(5_000);
  equal(told.length, 16);
  equal(told[1], "19 new messages from ada");
});

test("Many names are some names and a number", () => {
  const { clock, told, hear } = announcements();
  for (const name of ["x", "ada", "bob", "carol", "dan"]) hear(name);
  clock.pass(1_000);
  equal(told[1], "4 new messages from ada, bob and 2 more");
});

test("Private words elsewhere are told of, and those of other rooms are not", () => {
  const { clock, told, hear } = announcements();
  hear("eve", "psst", PRIVATE, false);
  hear("bob", "chatter", LOBBY, false);
  clock.pass(1_000);
  equal(told, ["eve wrote to you in private"]);
});

test("What waits is not said any more once nobody looks", () => {
  const { clock, told, it, hear } = announcements();
  hear("ada");
  hear("bob");
  it.hush();
  clock.pass(5_000);
  equal(told, ["ada: hi"]);
});
