import { newId } from "/static/js/browser/ids.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { Storage } from "/static/js/browser/storage.js";
import { equal, test } from "./harness.js";

const MUTED = { code: "muted", detail: "You are muted." };
const TOO_FAST = { code: "rate-limited", detail: "Too fast.", retry: 2.5 };
const LOBBY = { to: 1, name: "#lobby" };

function open({
  owner = "tab",
  person = 1,
  storage = new Storage(() => localStorage),
} = {}) {
  return new Outbox({ storage, person, owner, newId });
}

/** Put these texts in, all at the same moment. */
function fill(outbox, ...bodies) {
  return bodies.map((body) => outbox.add({ ...LOBBY, body }, 1000).id);
}

/** Send what is due; returns its text. */
function send(outbox, now = 1000) {
  const post = outbox.next(now);
  if (post) outbox.sent(post.id, now);
  return post && post.body;
}

const bodies = (outbox) => outbox.posts.map((post) => post.body);

test("posts are sent in order, the next when the one before has arrived", () => {
  const outbox = open();
  const [first] = fill(outbox, "one", "two");
  equal([send(outbox), send(outbox)], ["one", null]);
  outbox.confirm(first);
  equal(send(outbox), "two");
});

test("posts are kept over a reload, with their ids, in order", () => {
  const ids = fill(open({ owner: "before" }), "one", "two", "three");
  const outbox = open({ owner: "after" });
  equal(outbox.posts, []);
  equal([...outbox.strangers()], ["before"]);
  outbox.adopt("before");
  equal(
    [outbox.posts.map((post) => post.id), bodies(outbox)],
    [ids, ["one", "two", "three"]],
  );
});

test("a post that has arrived is not kept", () => {
  const outbox = open();
  const [id] = fill(outbox, "one");
  outbox.confirm(id);
  equal([outbox.posts, Object.keys(localStorage)], [[], []]);
});

test("after a broken connection the same id is sent again", () => {
  const outbox = open();
  fill(outbox, "one");
  const before = outbox.next(1000).id;
  outbox.sent(before, 1000);
  outbox.connectionLost();
  equal(outbox.next(1001).id, before);
});

test("a post that is not answered is sent again", () => {
  const outbox = open();
  fill(outbox, "one");
  send(outbox, 1000);
  equal([outbox.wait(1000), send(outbox, 20_999)], [20_000, null]);
  equal(send(outbox, 21_000), "one");
});

test("a post that was too fast is kept and sent after the pause", () => {
  const outbox = open();
  const [first] = fill(outbox, "one", "two");
  send(outbox);
  equal(outbox.refuse(first, TOO_FAST, 1000), true);
  equal([send(outbox, 3499), outbox.wait(1000)], [null, 2500]);
  equal(send(outbox, 3500), "one");
});

test("a slow room holds up nothing that is for others, and says for how long", () => {
  const outbox = open();
  const [first] = fill(outbox, "one", "two");
  outbox.add({ to: 8, name: "#other", body: "three" }, 1000);
  send(outbox);
  outbox.refuse(first, TOO_FAST, 1000, true);
  equal(outbox.pauseOf(outbox.get(first), 1500), 2000);
  equal(send(outbox, 1500), "three");
});

test("a refused post stays with its reason, and the next one goes on", () => {
  const outbox = open();
  const [first] = fill(outbox, "one", "two");
  send(outbox);
  outbox.refuse(first, MUTED, 1000);
  equal([outbox.get(first).error, send(outbox)], [MUTED, "two"]);
});

test("a refused post is still refused after a reload", () => {
  const before = open({ owner: "before" });
  const [id] = fill(before, "one");
  before.refuse(id, MUTED, 1000);
  const outbox = open({ owner: "after" });
  outbox.adopt("before");
  equal([outbox.next(2000), outbox.get(id).error.code], [null, "muted"]);
});

test("a refused post can be tried again or removed", () => {
  const outbox = open();
  const [first, second] = fill(outbox, "one", "two");
  outbox.refuse(first, MUTED, 1000);
  outbox.refuse(second, MUTED, 1000);
  outbox.retry(first);
  outbox.remove(second);
  equal([send(outbox), bodies(outbox)], ["one", ["one"]]);
});

test("an error that answers something else is nobody's", () => {
  equal(open().refuse("r1", MUTED, 1000), false);
});

test("another person's posts are not sent", () => {
  fill(open({ person: 1, owner: "before" }), "secret");
  equal([...open({ person: 11 }).strangers()], []);
});

test("two tabs keep their posts apart, and what one confirms the other forgets", () => {
  const [here, there] = [open({ owner: "here" }), open({ owner: "there" })];
  const [id] = fill(here, "one");
  equal(there.posts, []);
  there.adopt("here");
  there.confirm(id);
  here.keyRemoved(`chatsite.outbox.1.${id}`);
  equal([here.posts, there.posts], [[], []]);
});

test("without any storage posts are kept in memory", () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  const outbox = open({ storage: new Storage(forbidden) });
  fill(outbox, "one");
  equal([send(outbox), bodies(outbox)], ["one", ["one"]]);
});

test("when the storage is full posts are kept in memory", () => {
  const full = {
    setItem: () => {
      throw new Error("full");
    },
    getItem: () => null,
    removeItem() {},
  };
  const outbox = open({ storage: new Storage(() => full) });
  const [id] = fill(outbox, "one");
  equal(send(outbox), "one");
  outbox.confirm(id);
  equal(outbox.posts, []);
});

test("what somebody else has put into the storage does not hurt", () => {
  localStorage.setItem("chatsite.outbox.1.broken", "{");
  equal([...open().strangers()], []);
});

test("an id is a UUID, also where the browser makes none", () => {
  const poor = { getRandomValues: (bytes) => bytes.fill(255) };
  equal(newId(poor), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  equal(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(newId()), true);
});

test("the posts of all of a person's tabs are known by their ids", () => {
  const [tab, other, bob] = [
    open(),
    open({ owner: "other" }),
    open({ owner: "his", person: 2 }),
  ];
  fill(tab, "one");
  fill(other, "two");
  fill(bob, "his");
  equal([tab.ids.size, other.ids.size, bob.ids.size], [2, 2, 1]);
  for (const id of tab.ids) tab.remove(id);
  equal([tab.ids.size, other.adopt("other").length, bob.ids.size], [0, 0, 1]);
});
