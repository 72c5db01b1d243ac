/** What conversations are called that have no name of their own. */
import { addressOf, nameAt, permalinkOf, seqAt } from "/static/js/browser/routes.js";
import { Conversations } from "/static/js/core/rooms/conversations.js";
import { placesOf } from "/static/js/core/finding/places.js";
import { equal, test } from "./harness.js";

const YOU = { id: 1, name: "ada" };
const LOG = { topic: "", head: 0, read: 0, unread: 0, private: true };

function group(id, ...names) {
  const people = names.map((name, at) => ({ id: at + 2, name, key: name }));
  return { id, kind: "group", name: `&${id}`, key: `&${id}`, people, ...LOG };
}

function direct(id, name, person) {
  return { id, kind: "direct", name: `@${name}`, key: `@${name}`, person, ...LOG };
}

test("a group is called by its people, three of them and how many more", () => {
  const all = new Conversations([group(7, "bob", "eve"), group(8, ..."bcdefg")], YOU);
  equal(all.byId(7).called, "bob, eve");
  equal(all.byId(8).title, "b, c, d +3");
});

test("it follows who is called otherwise, and who leaves", () => {
  const seven = new Conversations([group(7, "bob", "eve", "mia")], YOU).byId(7);
  seven.renameOne({ id: 2, name: "zoe", key: "zoe" });
  equal(seven.title, "eve, mia, zoe");
  seven.letOneGo(3);
  equal(seven.title, "mia, zoe");
  seven.renameOne({ id: 99, name: "nobody", key: "nobody" });
  equal(seven.title, "mia, zoe");
});

test("one's notes stand first among the talks", () => {
  const wires = [direct(5, "bob", 2), group(7, "bob", "eve"), direct(6, "ada", 1)];
  const all = new Conversations(wires, YOU);
  const titles = all.directs.map(({ title }) => title);
  equal(titles, ["ada (notes)", "bob", "bob, eve"]);
});

test("both are places to go to, and without notes oneself is none", () => {
  const wires = [group(7, "bob", "eve"), direct(6, "ada", 1)];
  const people = { names: ["ada"], numberOf: () => 1 };
  const named = (some) =>
    placesOf({ conversations: new Conversations(some, YOU), people, you: YOU }).map(
      ({ name }) => name,
    );
  equal(named(wires), ["bob, eve", "ada (notes)"]);
  equal(named([]), []);
});

test("a group has an address of its own", () => {
  const seven = { name: "&7" };
  equal(addressOf(seven), "/groups/7/");
  equal(nameAt("/groups/7/43/"), "&7");
  equal(seqAt(permalinkOf(seven, 43)), 43);
});
