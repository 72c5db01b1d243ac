/** What somebody has chosen for the page, and what is found while they type. */
import { FoundList } from "/static/js/panels/lists/found_list.js";
import { foundUntil } from "/static/js/core/finding/places.js";
import { nearTo } from "/static/js/dom/near.js";
import { Settings } from "/static/js/core/settings.js";
import { Storage } from "/static/js/browser/storage.js";
import { soon } from "/static/js/browser/soon.js";
import { equal, test } from "./harness.js";

test("a setting is kept, told here and by other tabs, and what is usual is not kept", () => {
  const storage = new Storage(() => null);
  const settings = new Settings(storage);
  const told = [];
  settings.observe((...what) => told.push(what));
  settings.set("theme", "dark");
  settings.storageChanged("chatsite.theme");
  settings.storageChanged("chatsite.draft.1.#lobby");
  settings.storageChanged(null);
  settings.set("theme", "");
  equal(told, [["theme", "dark"], ["theme", "dark"], ["theme", ""]]);
  equal(storage.keys(), []);
});

test("messages with words go once something else is wanted", () => {
  const found = { people: [{ name: "devi", id: 9 }], others: [{ key: "message 1 4" }] };
  equal(foundUntil("dev", found), found);
  equal(foundUntil(" #dev", found), { ...found, others: [] });
  equal(foundUntil(" ", found), {});
});

const ROW = `<li><a></a><time></time>
  ${["author", "where", "text"].map((each) => `<p class="found-${each}"></p>`).join("")}</li>`;

function emptyList(ask) {
  document.body.innerHTML = `<template id="found-row-template">${ROW}</template>
    <dialog><ul class="found-list"></ul><p class="dialog-error"></p><b class="found-more"></b></dialog>`;
  const times = { since: () => "", full: () => "" };
  const parts = { chat: { blocks: new Set() }, times };
  return new FoundList(document.querySelector("dialog"), parts, { ask, tell: () => ({}) });
}

test("what was found stays until what is asked anew has an answer", async () => {
  let answer;
  const list = emptyList(() => new Promise((resolve) => (answer = resolve)));
  const found = (...seqs) => {
    answer({ found: seqs.map((seq) => ({ conversation: 7, seq, body: "" })), more: false });
  };
  const there = () => [1, 2, 3].filter((seq) => list.has(7, seq));
  const first = list.begin();
  found(1, 2);
  await first;
  const again = list.begin();
  list.drop(7, 1);
  equal(there(), [2]);
  found(3);
  await again;
  equal(there(), [3]);
});

test("from a row that goes the focus goes to the nearest that is still there", () => {
  const list = document.createElement("ul");
  document.body.replaceChildren(list);
  list.innerHTML = "<li>1</li><li>2</li><li>3</li><li>4</li>";
  const [one, two, three, four] = list.children;
  const near = nearTo(three);
  const gone = [three, four, two, one].map((row) => {
    row.remove();
    return near()?.textContent;
  });
  equal(gone, ["4", "2", "1", undefined]);
});

test("what is wanted soon is done once, and not if it is wanted no more", async () => {
  const done = [];
  const [one, other] = ["one", "other"].map((name) => soon(() => done.push(name), 1));
  for (const ask of [one, one, other, other]) ask();
  one.cancel();
  await new Promise((resolve) => soon(resolve, 2)());
  equal(done, ["other"]);
});
