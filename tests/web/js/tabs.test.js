import { newId } from "/static/js/browser/ids.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { Storage } from "/static/js/browser/storage.js";
import { Tabs } from "/static/js/browser/tabs.js";
import { equal, settled, test } from "./harness.js";

/** Locks as of a browser: who asks for one that is held waits until it is free. */
class FakeLocks {
  #queues = new Map();

  request(name, callback) {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, [...queue, callback]);
    if (queue.length === 0) callback();
  }

  /** The tab that holds it is gone. */
  free(name) {
    const [, ...rest] = this.#queues.get(name);
    this.#queues.set(name, rest);
    rest[0]?.();
  }
}

function tab(owner, locks) {
  const storage = new Storage(() => localStorage);
  const outbox = new Outbox({ storage, person: 1, owner, newId });
  const tabs = new Tabs({ locks, outbox, adopt: (stranger) => outbox.adopt(stranger) });
  tabs.start();
  return { outbox, tabs };
}

const say = ({ outbox }, body) => outbox.add({ to: 1, name: "#lobby", body }, 1000);
const bodies = ({ outbox }) => outbox.posts.map((post) => post.body);

test("a living tab's posts are left alone, a dead one's adopted", () => {
  const locks = new FakeLocks();
  const first = tab("first", locks);
  say(first, "one");
  const second = tab("second", locks);
  equal(bodies(second), []);
  locks.free("chatsite.tab.first");
  equal(bodies(second), ["one"]);
});

test("one of two tabs adopts", () => {
  const locks = new FakeLocks();
  say(tab("first", locks), "one");
  const others = [tab("second", locks), tab("third", locks)];
  locks.free("chatsite.tab.first");
  locks.free("chatsite.tab.first");
  equal(others.map(bodies), [["one"], []]);
});

test("a stranger that appears later is watched too", () => {
  const locks = new FakeLocks();
  const second = tab("second", locks);
  const first = tab("first", locks);
  say(first, "one");
  second.tabs.look();
  second.tabs.look();
  locks.free("chatsite.tab.first");
  equal(bodies(second), ["one"]);
});

test("the browser's own locks do it", async () => {
  say({ outbox: tab("dead", undefined).outbox }, "one");
  const living = tab("living", navigator.locks);
  for (let turn = 0; turn < 100 && bodies(living).length === 0; turn += 1)
    await settled();
  equal(bodies(living), ["one"]);
});

test("without locks posts are adopted when the connection comes up", () => {
  const first = tab("first", undefined);
  const second = tab("second", undefined);
  say(first, "one");
  second.tabs.look();
  equal(bodies(second), []);
  second.tabs.connected();
  equal(bodies(second), ["one"]);
});
