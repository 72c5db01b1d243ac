import { Card } from "/static/js/core/people/card.js";
import { equal, FakeClock, test } from "./harness.js";

function cardOf(...blocked) {
  const [clock, asked] = [new FakeClock(), []];
  const told = { count: 0 };
  const card = new Card({
    requests: {
      ask: (command) => Promise.resolve(asked.push(command)),
      wish: (command) => Promise.resolve(asked.push(command)),
    },
    blocks: { has: (number) => blocked.includes(number) },
    clock,
    signals: { people: { emit: () => (told.count += 1) } },
  });
  return { card, clock, asked, told };
}

const at = (ms) => new Date(ms).toISOString();

test("how somebody is is shown until it ends, and that it has is told", () => {
  const { card, clock, told } = cardOf();
  const until = at(clock.now() + 60_000);
  card.handlers.statuses({
    statuses: [
      { person: 2, text: "Lunch", until },
      { person: 3, text: "🌴" },
    ],
  });
  equal([card.statusOf(2), card.statusOf(3).text], [{ text: "Lunch", until }, "🌴"]);
  clock.pass(60_000);
  equal([card.statusOf(2), told.count], [undefined, 2]);
  card.handlers.status({ status: { person: 3, text: "" } });
  equal([card.statusOf(3), card.statusOf(4)], [undefined, undefined]);
});

test("nothing is shown of how somebody is who is blocked", () => {
  const { card } = cardOf(2);
  card.handlers.status({ status: { person: 2, text: "Loud" } });
  equal(card.statusOf(2), undefined);
});

test("where the clock is, is told once, and never by who shows it to nobody", () => {
  const { card, asked } = cardOf();
  const zones = () => asked.filter(({ type }) => type === "zone");
  card.begin({ zone: "" });
  card.connected("Europe/Berlin");
  equal(zones(), [{ type: "zone", zone: "Europe/Berlin" }]);
  card.handlers.zone({ zone: "Europe/Berlin", on: true });
  card.connected("Europe/Berlin");
  card.handlers.zone({ zone: "", on: false });
  card.connected("Asia/Kolkata");
  card.begin({});
  card.connected("Asia/Kolkata");
  equal([zones().length, card.showsTime], [1, false]);
});
