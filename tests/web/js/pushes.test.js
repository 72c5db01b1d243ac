import { Pushed } from "/static/js/offline/pushed.js";
import { Pushes } from "/static/js/worker/pushes.js";
import { renew } from "/static/js/worker/subscription.js";
import { equal, test } from "./harness.js";

/** A worker's registration, and the notices that it shows. */
function registered(tags = []) {
  const shown = new Map(tags.map((tag) => [tag, notice(tag)]));
  function notice(tag, data) {
    return { tag, data, close: () => shown.delete(tag) };
  }
  return {
    shown,
    getNotifications: async () => [...shown.values()],
    showNotification: async (_, { tag, data }) => shown.set(tag, notice(tag, data)),
  };
}

test("what is pushed twice is shown once, and what is over is closed", async () => {
  const registration = registered(["7.0.1", "7.0.2"]);
  const badges = [];
  const setBadge = async (count) => badges.push(count);
  const pushes = new Pushes({ registration, setBadge });
  const told = { tag: "7.0.3", title: "ada", badge: 2, over: ["7.0.1"] };
  await pushes.take(told);
  await pushes.take(told);
  equal([[...registration.shown.keys()], badges], [["7.0.2", "7.0.3"], [2, 2]]);
});

test("a click leads there on the page that is looked at, else on a new one", async () => {
  const asked = [];
  const page = (name, focused) => ({
    focused,
    focus: async () => asked.push(name),
    postMessage: ({ url }) => asked.push(url),
  });
  let pages = [page("one", false), page("two", true)];
  const openWindow = async (url) => asked.push(`new ${url}`);
  const pushes = new Pushes({ clients: { matchAll: async () => pages, openWindow } });
  const notice = { data: { url: "/rooms/dev/3/" }, close: () => asked.push("closed") };
  await pushes.open(notice);
  pages = [];
  await pushes.open(notice);
  equal(asked, [
    ...["closed", "two", "/rooms/dev/3/"],
    ...["closed", "new /rooms/dev/3/"],
  ]);
});

test("a page closes what was read, and calls itself where nothing is pushed", async () => {
  const registration = registered(["7.0.1", "7.0.2", "8.0.1", "test"]);
  registration.pushManager = { getSubscription: async () => null };
  let listed;
  const chat = {
    commands: { page: async () => ({ devices: [{ endpoint: "https://other/" }] }) },
    conversations: { byId: (id) => (id === 7 ? { read: 1 } : undefined) },
    signals: { observe: (calls) => ({ listed } = calls) },
  };
  const kept = { calls: "always" };
  const settings = { get: (key) => kept[key], set: (key, value) => (kept[key] = value) };
  const badges = [];
  const setBadge = async (count) => badges.push(count);
  const pushed = new Pushed({ chat, registration, settings, setBadge });
  await pushed.start({ addEventListener: () => {} });
  equal([[...registration.shown.keys()], kept.calls], [["7.0.2", "8.0.1", "test"], "on"]);
  chat.conversations.byId = () => ({ read: 2 });
  await listed();
  await listed();
  equal([[...registration.shown.keys()], badges], [["test"], [3, 1]]);
});

/** A site that knows one device; `sent`: what the worker has said to it. */
function site(device, { code } = {}) {
  const sent = [];
  const known = { type: "devices", devices: [device], server_key: "site" };
  const answers = { add_device: code ? { type: "error", code } : known };
  function open() {
    const socket = { close() {} };
    const hear = (event) => socket.onmessage({ type: "message", data: JSON.stringify(event) });
    socket.send = (data) => {
      const { ref, ...command } = JSON.parse(data);
      sent.push(command);
      hear({ ...(answers[command.type] ?? known), ref });
    };
    queueMicrotask(() => hear({ type: "welcome", you: { id: 1 } }));
    return socket;
  }
  return { open, sent };
}

const PHONE = { id: 3, name: "Phone", endpoint: "https://push/old", text: true };
const pushManager = {
  subscribe: async ({ applicationServerKey: key }) => ({
    toJSON: () => ({ endpoint: `https://push/${key}`, keys: { p256dh: "k", auth: "a" } }),
  }),
};

test("a browser that is called otherwise is the same device, as it was chosen", async () => {
  const { open, sent } = site(PHONE);
  await renew({ open, pushManager, former: PHONE.endpoint, platform: "Linux" });
  const keys = { endpoint: "https://push/site", key: "k", auth: "a" };
  equal(sent, [
    { type: "devices" },
    { type: "add_device", ...keys, name: "Phone", text: true },
    { type: "remove_device", id: 3 },
  ]);
});

test("one that says not how it was called is told nothing of what was said", async () => {
  const { open, sent } = site(PHONE);
  await renew({ open, pushManager, former: undefined, platform: "Linux" });
  equal([sent.length, sent[1].name, sent[1].text], [2, "Linux", false]);
});

test("where the site does not take the new one, the former stays", async () => {
  const { open, sent } = site(PHONE, { code: "too-many" });
  await renew({ open, pushManager, former: PHONE.endpoint, platform: "Linux" });
  equal(sent.map(({ type }) => type), ["devices", "add_device"]);
});
