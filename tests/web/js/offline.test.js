import { Chat } from "/static/js/core/chat.js";
import { Outbox } from "/static/js/core/sending/outbox.js";
import { Storage } from "/static/js/browser/storage.js";
import { forgetAll, keep, keysOf, PICTURES, replace, valueOf } from "/static/js/browser/database.js";
import { enter } from "/static/js/offline/entering.js";
import { bootOf } from "/static/js/offline/boot.js";
import { registered } from "/static/js/offline/all.js";
import { Keeper } from "/static/js/offline/keeper.js";
import {
  CHARACTERS_MOST,
  factsOf,
  MESSAGES_MOST,
  pageOf,
} from "/static/js/offline/kept.js";
import { Conversation } from "/static/js/core/rooms/conversation.js";
import { Files } from "/static/js/worker/files.js";
import { Pages } from "/static/js/worker/pages.js";
import { BYTES_MOST, MOST, Pictures } from "/static/js/worker/pictures.js";
import { sendWaiting } from "/static/js/worker/outbox.js";
import { takeShared } from "/static/js/worker/shared.js";
import { shareLeft } from "/static/js/worker/sharing.js";
import { ADA, equal, FakeClock, room, stored, test } from "./harness.js";

function loaded(messages, fields = {}) {
  const head = messages.at(-1)?.seq ?? 0;
  const conversation = new Conversation(room({ head, ...fields }), ADA);
  conversation.load(messages, false);
  return conversation;
}

const many = (count) => Array.from({ length: count }, (_, n) => stored(n + 1));

test("of a conversation the last messages are kept", () => {
  const page = pageOf(loaded(many(MESSAGES_MOST + 5)));
  equal([page.messages.length, page.messages[0].seq, page.more], [MESSAGES_MOST, 6, true]);
  equal(pageOf(loaded(many(3))).more, false);
});

test("of long messages as many are kept as have room", () => {
  const long = many(4).map((each) => ({ ...each, body: "x".repeat(CHARACTERS_MOST / 2) }));
  equal(pageOf(loaded(long)).messages.map(({ seq }) => seq), [4]);
});

test("what is not the end of a conversation is not kept", () => {
  const conversation = loaded(many(3));
  conversation.log.hear(5);
  equal(pageOf(conversation), null);
  const middle = new Conversation(room({ head: 9 }), ADA);
  equal(pageOf(middle), null);
  middle.load(many(3), false, undefined, true);
  equal(pageOf(middle), null);
});

test("what is kept of a conversation makes the same one", () => {
  const wire = room({ head: 3, epoch: 2, unread: 1, read: 2, topic: "t", role: "owner" });
  const conversation = new Conversation(wire, ADA);
  const again = new Conversation(structuredClone(factsOf(conversation)), ADA);
  equal(factsOf(again), factsOf(conversation));
  equal([again.unread, again.log.number, again.log.epoch], [1, 3, 2]);
});

test("a page begins with what is wanted, or was looked at last", () => {
  const [dev, tea] = [room(), room({ id: 8, name: "#tea", key: "#tea", head: 9 })];
  const page = { person: 1, you: ADA, conversations: [dev, tea] };
  const kept = (id, at) => ({ id, at, head: 2, messages: many(2), more: true, events: [] });
  const pages = [kept(7, 1), kept(8, 2), kept(99, 3)];
  const found = bootOf({ page, pages, wanted: "#dev" });
  equal([found.current.name, found.current.head, found.messages.length], ["#dev", 2, 2]);
  equal(found.kept.map(({ id }) => id), [8, 7]);
  equal(bootOf({ page, pages, wanted: "#lobby" }).current.name, "#tea");
  equal(bootOf({ page, pages: [], wanted: "#tea" }).current.name, "#dev");
});

function newChat(you = ADA) {
  const boot = { you, conversations: [room({ head: 2 })], online: [], renderer: 3 };
  const connection = { isConnected: true, send: () => true };
  const newId = () => "x";
  const storage = new Storage(() => localStorage);
  const outbox = new Outbox({ storage, person: you.id, owner: "tab", newId });
  const chat = new Chat({ boot, connection, outbox, clock: new FakeClock(), newId });
  const dev = chat.conversations.byId(7);
  dev.load(many(2), false);
  chat.open(dev);
  return chat;
}

async function until(isTrue) {
  for (let tries = 0; tries < 500; tries += 1) if (await isTrue()) return;
  throw new Error(`never: ${isTrue}`);
}

test("what a page has seen is kept, until it is nobody's here", async () => {
  await forgetAll();
  await keep("person", "page", { person: 99 });
  await keep("conversations", 5, { id: 5, at: 0 });
  const chat = newChat();
  await new Keeper({ chat, clock: new FakeClock(), pauseMs: 1 }).start();
  equal(await keysOf("conversations"), []); // it was somebody else's
  await until(() => valueOf("conversations", 7));
  const { person, conversations, renderer } = await valueOf("person", "page");
  equal([person, conversations[0].name, renderer], [1, "#dev", 3]);
  equal((await valueOf("conversations", 7)).messages.length, 2);
  chat.hear({ type: "left", conversation: 7, from: "ada", author: 1 });
  await until(async () => !(await keysOf("conversations")).length);
  equal((await valueOf("person", "page")).conversations, []);
  chat.hear({ type: "error", code: "banned", detail: "You are shut out." });
  await until(async () => !(await keysOf("person")).length);
});

/**
 * A server that answers by `codes`, in order, and what it has `told` of a command's type;
 * `sent` are the frames that came.
 */
function server({ you = ADA, codes = [], told = {} } = {}) {
  const sent = [];
  const open = () => {
    const socket = { close() {}, send };
    const hear = (event) => socket.onmessage({ type: "message", data: JSON.stringify(event) });
    function send(frame) {
      const command = JSON.parse(frame);
      const code = codes[sent.push(command) - 1];
      if (code === "broken") return queueMicrotask(() => socket.onclose({ type: "close" }));
      const [type, ref] = [code ? "error" : "posted", command.ref];
      const answer = { ...told[command.type], type, code, ref };
      return queueMicrotask(() => [{ type: "heads" }, answer].forEach(hear));
    }
    queueMicrotask(() => hear({ type: "welcome", you }));
    return socket;
  };
  return { open, sent };
}

const waiting = (...ids) =>
  ids.map((id, made) => ({ id, made, to: 7, body: id, person: 1 }));

test("the worker sends what waits, in order, each by its id", async () => {
  await replace("outbox", waiting("b", "a"));
  const { open, sent } = server({ codes: ["muted"] });
  await sendWaiting(open);
  equal(sent.map(({ type, id, ref, to }) => [type, id, ref, to]), [
    ["post", "b", "b", 7],
    ["post", "a", "a", 7],
  ]);
  equal(await keysOf("outbox"), []);
});

test("the worker keeps what could not be sent, and is called again", async () => {
  for (const code of ["unavailable", "broken"]) {
    await replace("outbox", waiting("a", "b"));
    const { open, sent } = server({ codes: [undefined, code] });
    const refused = await sendWaiting(open).then(() => "", () => "again");
    equal([refused, sent.length, await keysOf("outbox")], ["again", 2, ["b"]]);
  }
});

test("the worker sends nothing in another person's name", async () => {
  await replace("outbox", waiting("a"));
  const { open, sent } = server({ you: { id: 2, name: "eve" } });
  await sendWaiting(open);
  equal([sent, await keysOf("outbox")], [[], ["a"]]);
});

/** What a page has left of sharing two files, the second of which had begun to come. */
async function leave(person = 1) {
  await forgetAll();
  const begun = { file: new File(["abcd"], "b.txt"), alt: "", id: "b", href: "/b" };
  const files = [{ file: new File(["a"], "a.txt"), alt: "A" }, begun];
  const reply = { quote: { seq: 3 }, epoch: 2 };
  await keep("shared", "x", { id: "x", person, to: 7, name: "#dev", body: "Look", reply, files });
  await keep("shared", "shared", { text: "another app's", files: [] });
}

/** The address of a file, of which two bytes have come; `asked` learns what is sent there. */
function addressOf(asked) {
  let come = { "/a": 0, "/b": 2 };
  return async (href, method, { offset, body }) => {
    asked.push([href, method, offset ?? null]);
    come = { ...come, [href]: come[href] + (body?.size ?? 0) };
    return new Response(null, { headers: { "Upload-Offset": come[href] } });
  };
}

const ofWorker = { locks: navigator.locks, after: async () => {} };
const outcomeOf = (promise) => promise.then(() => "done", () => "again");

test("the worker shares what a page has left, from where it had got to", async () => {
  await leave();
  const { open, sent } = server({ told: { upload: { id: "a", href: "/a" } } });
  const asked = [];
  await shareLeft({ ...ofWorker, open, asking: addressOf(asked) });
  equal(asked, [["/a", "PATCH", 0], ["/b", "HEAD", null], ["/b", "PATCH", 2]]);
  const [upload, share] = sent;
  equal([sent.length, upload.name, upload.size, upload.alt], [2, "a.txt", 1, "A"]);
  const { id, to, body, files, reply_to, epoch } = share;
  equal([id, to, body, files, reply_to, epoch], ["x", 7, "Look", ["a", "b"], 3, 2]);
  equal(await keysOf("shared"), ["shared"]);
});

test("what is left of sharing stays where a page is at it, or the line breaks", async () => {
  await leave();
  const asked = [];
  const { open, sent } = server({ told: { upload: { id: "a", href: "/a" } } });
  const parts = { ...ofWorker, open, asking: addressOf(asked) };
  await navigator.locks.request("chatsite.sharing.x", async () => {
    equal([await outcomeOf(shareLeft(parts)), sent], ["again", []]);
  });
  const broken = { ...parts, asking: () => Promise.reject(new TypeError("no line")) };
  equal(await outcomeOf(shareLeft(broken)), "again");
  equal((await valueOf("shared", "x")).files.map(({ href }) => href), ["/a", "/b"]);
  await leave(2);
  equal([await outcomeOf(shareLeft(parts)), asked], ["done", []]);
  equal(await keysOf("shared"), ["shared", "x"]);
});

test("what another app shares is asked about once", async () => {
  await forgetAll();
  const body = new FormData();
  body.set("title", "A page");
  body.set("text", "https://example.com/ ");
  body.set("url", "https://example.com/");
  body.append("files", new File(["x"], "x.txt"));
  body.append("files", new File([], ""));
  const answer = await takeShared(new Request("/share/", { method: "POST", body }));
  equal([answer.status, answer.headers.get("Location").endsWith("/#shared")], [303, true]);
  const asked = [];
  const share = (act) => act({ show: (...what) => asked.push(what) });
  await enter({ hash: "#shared" }, { share, follow() {} });
  const [[{ text, files }, done]] = asked;
  equal([text, files.map(({ name }) => name)], ["A page\nhttps://example.com/", ["x.txt"]]);
  await done();
  await enter({ hash: "#shared" }, { share, follow() {} });
  equal(asked.length, 1);
});

/** What the worker answers at a path; `preloadResponse`: what the site does. */
async function pageAt(path, preloadResponse, { isLate = false } = {}) {
  const files = { get: async (address) => new Response(address) };
  const after = () => (isLate ? Promise.resolve() : new Promise(() => {}));
  const pages = new Pages({ files, made: { page: "page", shell: "shell" }, after });
  const request = new Request(path);
  const response = await pages.answer({ request, preloadResponse });
  return response.text();
}

const broken = () => Promise.reject(new Error("no line"));
const never = new Promise(() => {});

test("where the worker does not come, the page does without, and says nothing", async () => {
  const registration = {};
  const workers = { register: async () => {}, ready: Promise.resolve(registration) };
  equal((await registered(workers, "/sw.js")) === registration, true);
  const broken = { ...workers, register: () => Promise.reject(new TypeError("it broke")) };
  equal(await registered(broken, "/sw.js"), null);
});

test("pages come from the site, and what was seen where that is away or late", async () => {
  await keep("person", "page", { person: 1 });
  equal(await pageAt("/", new Response("site")), "site");
  equal(await pageAt("/rooms/dev/", new Response("no", { status: 404 })), "no");
  equal(await pageAt("/rooms/dev/", broken()), "shell");
  equal(await pageAt("/", new Response("proxy", { status: 502 })), "shell");
  equal(await pageAt("/groups/7/3/", never, { isLate: true }), "shell");
  equal(await pageAt("/password/", broken()), "page");
});

test("where nothing was seen the worker says so alone", async () => {
  await forgetAll();
  equal(await pageAt("/", broken()), "page");
  const slow = new Promise((resolve) => setTimeout(() => resolve(new Response("slow"))));
  equal(await pageAt("/", slow, { isLate: true }), "slow");
});

test("who is shown the log-in page is nobody here: what was seen goes", async () => {
  await keep("person", "page", { person: 1 });
  await keep("conversations", 7, { id: 7 });
  await pageAt("/login/", broken());
  equal((await keysOf("conversations")).length, 1);
  await pageAt("/login/", new Response("log in"));
  equal([await keysOf("person"), await keysOf("conversations")], [[], []]);
  await keep("person", "page", { person: 1 });
  await pageAt("/rooms/dev/", new Response("You are shut out.", { status: 403 }));
  equal(await keysOf("person"), []);
});

/** What has come of an address by the end of its answer. */
async function asked(it, address) {
  const rest = [];
  const request = new Request(address);
  const response = await it.answer(request, (promise) => rest.push(promise));
  await Promise.all(rest);
  return response.text();
}

const addresses = async (cache) => {
  const keys = await (await caches.open(cache)).keys();
  return keys.map(({ url }) => url.replace(location.origin, ""));
};

test("of the site's files the worker keeps what is for good, and for everybody", async () => {
  await caches.delete("chatsite.files.a");
  const how = { "/static/a.js": "public, immutable", "/site/b": "private, immutable" };
  const fetch = async ({ url }) => {
    const headers = { "Cache-Control": how[new URL(url).pathname] ?? "public" };
    return new Response("x", { headers });
  };
  const files = new Files({ caches, fetch, made: { build: "a", files: [] } });
  for (const address of [...Object.keys(how), "/site/c"]) await asked(files, address);
  equal(await addresses("chatsite.files.a"), ["/static/a.js"]);
});

test("pictures are the site's, and as they were seen last without a line", async () => {
  await caches.delete(PICTURES);
  let site = async () => new Response("new", { headers: { "Content-Length": 3 } });
  const pictures = new Pictures({ caches, fetch: (request) => site(request) });
  equal(await asked(pictures, "/files/1/a.png?thumbnail=320.webp"), "new");
  site = broken;
  equal(await asked(pictures, "/files/1/a.png?thumbnail=320.webp"), "new");
  site = async () => new Response("no", { status: 404 }); // put out, or deleted
  await asked(pictures, "/files/1/a.png?thumbnail=320.webp");
  equal(await addresses(PICTURES), []);
});

test("so many pictures are kept, and none that is large, until somebody logs out", async () => {
  await caches.delete(PICTURES);
  const lengths = { "/files/large": BYTES_MOST + 1 };
  const fetch = async ({ url }) => {
    const length = lengths[new URL(url).pathname] ?? 1;
    return new Response("x", { headers: { "Content-Length": length } });
  };
  const pictures = new Pictures({ caches, fetch });
  await asked(pictures, "/files/large");
  for (let n = 0; n <= MOST; n += 1) await asked(pictures, `/files/${n}`);
  const kept = await addresses(PICTURES);
  equal([kept.length, kept[0]], [MOST, "/files/1"]);
  await forgetAll();
  equal(await caches.has(PICTURES), false);
});

test("the worker knows pictures by their addresses", () => {
  const pictures = new Pictures({ caches });
  const are = (path) => pictures.areAt(new URL(path, location.href));
  equal(["/site/avatars.css", "/site/avatars/a.webp", "/files/1/a?thumbnail=320.webp"].map(are), [true, true, true]);
  equal(["/files/1/a", "/site/icon.svg", "/static/a.js"].map(are), [false, false, false]);
});
