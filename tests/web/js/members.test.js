import { Members } from "/static/js/core/rooms/members.js";
import { doorsCalled, unusualDoors } from "/static/js/panels/people/door_names.js";
import { equal, settled, test } from "./harness.js";

const member = (id, name) => ({ id, name, guest: false, role: "member", seen: "2026", doors: ["plain"] });
const all = Array.from({ length: 3000 }, (_, n) => member(n, `p${1000 + n}`));

/** A server with these people, of whom the `here` are here; `asked` is what it was. */
function served(people, here = new Set()) {
  const asked = [];
  const ask = async (command) => {
    asked.push(command);
    const { match = "", cursor = "", limit } = command;
    const begins = ({ name }) => name.startsWith(match) && name > cursor;
    const found = people.filter((each) => begins(each) && (!command.here || here.has(each.id)));
    const more = found.length > limit;
    // Their own, as if they had come over the wire.
    const members = found.slice(0, limit).map((each) => ({ ...each }));
    return { members, more, cursor: more ? members.at(-1).name : "", total: people.length };
  };
  const parts = { conversation: { id: 7 }, ask, isHere: (id) => here.has(id) };
  return { members: new Members({ ...parts, changed: () => {} }), asked };
}

const names = ({ shown: { here, away } }) => [here, away].map((list) => list.map(({ name }) => name));

test("of a few people all are asked for, and those who are here come first", async () => {
  const { members, asked } = served(all.slice(0, 450), new Set([3, 301]));
  await members.load();
  equal([asked.length, members.isWhole, members.total], [3, true, 450]);
  const [here, away] = names(members);
  equal([here, away.length, away[0]], [["p1003", "p1301"], 448, "p1000"]);
  members.more();
  equal(asked.length, 3);
});

test("of many, pages are asked for as they are wanted", async () => {
  const { members, asked } = served(all, new Set(all.filter(({ id }) => id % 10 === 0).map(({ id }) => id)));
  await members.load();
  equal(asked.map(({ here = false }) => here), [false, true]);
  equal(names(members).map((list) => list.length), [200 + 0, 0]);
  members.more();
  await settled();
  equal(names(members).map((list) => list.length), [300, 180]);
  members.more();
  members.more(); // one question at a time
  await settled();
  equal([asked.length, names(members)[1].length], [4, 360]);
});

test("what is typed finds a part of any name here, and of many also what the server knows", async () => {
  const { members, asked } = served(all);
  await members.load();
  await members.find("p3999");
  equal([asked.at(-1).match, names(members)[1]], ["p3999", ["p3999"]]);
  await members.find("");
  equal(names(members)[1].includes("p3999"), false);
});

test("who comes and goes is followed, and none is asked for twice", async () => {
  const people = all.slice(0, 3);
  const here = new Set([1]);
  const { members, asked } = served(people, here);
  await members.load();
  people.push(member(9, "zoe"));
  await members.hearJoined(["zoe"]);
  members.hearLeft(0);
  members.hearRenamed({ id: 2, name: "ada", guest: false });
  equal(names(members), [["p1001"], ["ada", "zoe"]]);
  equal([members.total, asked.length], [3, 2]);
  here.delete(1);
  members.hearPeople("now");
  const gone = members.shown.away.find(({ id }) => id === 1);
  equal([names(members)[0], gone.seen, gone.doors], [[], "now", undefined]);
});

test("doors have names, and in a list the usual one goes without saying", () => {
  equal(doorsCalled(["browser", "json/desktop", "json/robot", "plain"]), "web, desktop window, JSON (robot), nc");
  equal([["browser"], ["browser", "json"], undefined].map(unusualDoors), ["", "web, JSON", ""]);
});

test("a refusal is kept, and what was there stays", async () => {
  let isRefused = false;
  const ask = async () => {
    if (isRefused) throw new Error("no");
    return { members: all.slice(0, 2), more: false, cursor: "", total: 2 };
  };
  const parts = { conversation: { id: 7 }, isHere: () => false, changed: () => {} };
  const members = new Members({ ...parts, ask });
  await members.load();
  isRefused = true;
  await members.load();
  equal([members.refusal.message, names(members)[1].length], ["no", 2]);
  isRefused = false;
  await members.load();
  equal(members.refusal, null);
});
