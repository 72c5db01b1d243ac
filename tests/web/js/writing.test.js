import { Composer } from "/static/js/composer/composer.js";
import { Uses } from "/static/js/browser/uses.js";
import { FORMATS, pasted } from "/static/js/core/writing/formatting.js";
import { commandIn, spoken } from "/static/js/core/writing/said.js";
import { obey, refusalOf, VERBS } from "/static/js/core/slash/line.js";
import { Storage } from "/static/js/browser/storage.js";
import { insert, writtenIn } from "/static/js/dom/insertion.js";
import { equal, test } from "./harness.js";

test("what is picked often and lately weighs more, and goes at log-out", () => {
  const storage = new Storage(() => localStorage);
  const [ada, bob] = [1, 2].map((person) => new Uses({ storage, person }));
  for (const name of ["🎉", "👍", "👍", "🔥"]) ada.note("emoji", name);
  equal(ada.recent("emoji", 2), ["🔥", "👍"]);
  const weights = ada.weights("emoji");
  equal(weights.get("👍") > weights.get("🔥") && weights.get("🔥") > weights.get("🎉"), true);
  bob.note("@", "ada");
  ada.clear();
  equal([ada.recent("emoji", 9), bob.recent("@", 9)], [[], ["ada"]]);
  localStorage.setItem("chatsite.uses.1.@", '{"odd":1}');
  equal(ada.recent("@", 9), []);
});

/** `|` stands at both ends of what is selected. */
function formatted(name, shown) {
  const [start, last] = [shown.indexOf("|"), shown.lastIndexOf("|")];
  const at = { text: shown.replaceAll("|", ""), start, end: Math.max(start, last - 1) };
  const { put, select, ...where } = FORMATS[name](at);
  const text = at.text.slice(0, where.start) + put + at.text.slice(where.end);
  const bars = [...new Set(select)].reverse();
  return bars.reduce((all, place) => `${all.slice(0, place)}|${all.slice(place)}`, text);
}

const FORMATTED = [
  ["bold", "a |b| c", "a **|b|** c"],
  ["bold", "a **|b|** c", "a |b| c"],
  ["bold", "a |**b**| c", "a |b| c"],
  ["bold", "|two words | x", "**|two words|**  x"],
  ["bold", "wo|rd", "**|word|**"],
  ["bold", "a | b", "a **|** b"],
  ["italic", "**|x|**", "***|x|***"],
  ["italic", "***|x|***", "**|x|**"],
  ["bold", "*|x|*", "***|x|***"],
  ["strike", "|x|", "~~|x|~~"],
  ["code", "|a`b|", "``|a`b|``"],
  ["code", "`|a|`", "|a|"],
  ["code", "|a\nb|", "```|\na\nb\n```"],
  ["block", "x\n|a|b", "x\n```|\nab\n```"],
  ["block", "|", "```\n|\n```"],
  ["block", "|```py\nx\n```|", "|x|"],
  ["block", "|```|", "````|\n```\n````"],
  ["link", "|words|", "[words](|https://|)"],
  ["link", "|https://a.b|", "[|](https://a.b)"],
  ["quote", "a\n|b\n\nc|\nd", "a\n|> b\n> \n> c|\nd"],
  ["quote", "|> a\n> b|", "|a\nb|"],
  ["list", "|", "- |"],
  ["list", "|a\n\nb|", "|- a\n\n- b|"],
];

test("marks are put around what is selected, and are taken away again", () => {
  for (const [name, shown, wanted] of FORMATTED)
    equal([name, shown, formatted(name, shown)], [name, shown, wanted]);
});

test("an address that is pasted on words is where these lead", () => {
  const on = (text, typed) => pasted({ text, start: 0, end: text.length }, typed)?.put;
  equal(on("this", " https://a.b/c "), "[this](https://a.b/c)");
  equal([on("this", "that"), on("https://a.b", "https://c.d"), on("a\nb", "https://c.d")],
    [undefined, undefined, undefined]);
});

test("what is put into a text is taken back by the browser's own undo", () => {
  const area = document.createElement("textarea");
  document.body.append(area);
  let typed = 0;
  area.addEventListener("input", () => (typed += 1));
  insert(area, { start: 0, end: 0, put: "say bold" });
  insert(area, FORMATS.bold({ ...writtenIn(area), start: 4, end: 8 }));
  equal([writtenIn(area), typed], [{ text: "say **bold**", start: 6, end: 10 }, 2]);
  document.execCommand("undo");
  equal(area.value, "say bold");
  document.execCommand("redo");
  equal(area.value, "say **bold**");
  insert(area, { start: 3, end: 12, put: "" });
  equal(area.value, "say");
  area.remove();
});

test("the golden cases of what a slash asks for", async () => {
  const groups = await (await fetch("/tests/vectors/slash.json")).json();
  for (const { line, said, action = false, word, rest, refusal } of groups.flatMap((each) => each.cases)) {
    const command = commandIn(line);
    if (said !== undefined) equal([line, spoken(line)], [line, { body: said, action }]);
    else if (refusal) equal([line, refusalOf(command)], [line, refusal]);
    else equal([line, command, refusalOf(command)], [line, { word, rest }, ""]);
  }
});

test("others see somebody type what is to be said, and nothing that asks for something", async () => {
  const groups = await (await fetch("/tests/vectors/slash.json")).json();
  const [form, area, button] = ["form", "textarea", "button"].map((each) => document.createElement(each));
  button.type = "submit";
  form.append(area, button);
  let told = 0;
  const drafts = { keep: () => undefined };
  const typing = () => (told += 1);
  new Composer({ form, count: button, drafts, limit: () => 9999, typing });
  const cases = [...groups.flatMap((each) => each.cases), { line: " " }, { line: "/me" }];
  for (const { line, said } of cases) {
    [area.value, told] = [line, 0];
    area.dispatchEvent(new Event("input"));
    equal([line, told === 1], [line, said !== undefined]);
  }
});

test("how long a ban lasts is a length of time, or is refused", async () => {
  const cases = await (await fetch("/tests/vectors/bans.json")).json();
  for (const { rest, seconds, reason } of cases) {
    const asked = [];
    const page = async (command) => asked.push(command) && {};
    const person = { chat: { commands: { page } }, here: { id: 7 } };
    const refused = await obey(person, { word: "/ban", rest }).catch((error) => error.message);
    equal([rest, asked.map((each) => [each.seconds, each.reason])], [rest, reason === undefined ? [] : [[seconds, reason]]]);
    equal([rest, refused?.startsWith("That is no length") ?? false], [rest, reason === undefined]);
  }
});

test("a message or somebody is reported with a reason, and what waits is handled", async () => {
  const lobby = { id: 1, name: "#lobby", log: {} };
  const done = [];
  const note = (what) => async (...facts) => done.push([what, ...facts]) && REPORT;
  const REPORT = { report: 3, whom: "bob", reason: "rude", outcome: "acted", word: "out" };
  const page = async () => ({ reports: [{ ...REPORT, place: "#dev", said: [{ body: "boo" }] }] });
  const reports = { report: note("message"), reportPerson: note("person"), handle: note("handled"), page };
  const person = {
    chat: { reports, conversations: { byName: () => lobby } },
    here: lobby,
    tell: (text) => done.push(text),
  };
  const cases = await (await fetch("/tests/vectors/reports.json")).json();
  for (const { rest, seq, name, reason } of cases) {
    done.length = 0;
    const command = { word: "/report", rest };
    equal([rest, refusalOf(command) === ""], [rest, reason !== undefined]);
    if (reason === undefined) continue;
    await obey(person, command);
    const asked = seq ? ["message", lobby, { seq }, reason] : ["person", name, reason];
    equal([rest, done], [rest, [asked, "You have reported bob: rude"]]);
  }
  done.length = 0;
  await obey(person, commandIn("/reports"));
  await obey(person, commandIn("/dismiss 3 a joke"));
  equal(done, [
    "3 bob in #dev: rude “boo” = something was done (out)",
    ["handled", { report: 3 }, "dismissed", "a joke"],
    "Report 3 is handled: something was done (out)",
  ]);
});

test("a message is meant by its number, and maybe where it was said", () => {
  const refused = (line) => refusalOf(commandIn(line)) !== "";
  const fine = ["/pin 43", "/save 43 #dev", "/reply 43 a\nb", "/reply @bob 43 yes", "/reply &7 43 yes", "/save 43 &7", "/seen", "/notify #dev", "/poll 43 #dev", "/poll 43 &7", "/poll close 43 &7", "/members &7 bo", "/history 200", "/history #dev"];
  const odd = ["/pin", "/pin 0", "/pin x", "/save 43 a b", "/reply 43", "/reply yes", "/notify all a b", "/search", "/poll 43 x", "/history 0", "/history 201", "/history 9 a b"];
  equal([fine.filter(refused), odd.filter((line) => !refused(line))], [[], []]);
});

test("a message is changed by its number, and what goes unseen can be taken back as well", async () => {
  const done = [];
  const note = (what) => (place, { seq }, ...facts) => done.push([what, place.name, seq, ...facts]);
  const own = { seq: 43, author: 1 };
  const here = { id: 7, name: "#dev", messages: new Map([[43, own], [44, { seq: 44, author: 2 }]]) };
  const tea = { id: 8, name: "#tea" };
  const chain = async () => ({ messages: [own, { seq: 3, author: 1, deleted: true }] });
  const commands = { edit: note("edit"), delete: note("delete"), react: note("react"), page: chain };
  const kept = { deletions: { begin: note("begin"), undo: note("undo") } };
  const offer = (text, undo) => done.push(text) && undo();
  const conversations = { byName: (name) => (name === "#tea" ? tea : undefined) };
  const person = { chat: { commands, kept, conversations, you: { id: 1 } }, here, offer };
  const words = ["/edit 43 a\nb", "/edit #tea 3 b", "/delete 43", "/delete 44", "/delete 43 #tea", "/delete 3"];
  for (const line of [...words, "/react 43 👍", "/unreact 3 👍 #tea"])
    await obey(person, commandIn(line));
  equal(done, [
    ["edit", "#dev", 43, "a\nb"],
    ["edit", "#tea", 3, "b"],
    ["begin", "#dev", 43],
    ["delete", "#dev", 44],
    ["begin", "#tea", 43],
    "Message 43 is deleted in 5 seconds.",
    ["undo", "#tea", 43],
    ["delete", "#dev", 3],
    ["react", "#dev", 43, "👍", true],
    ["react", "#tea", 3, "👍", false],
  ]);
  const odd = ["/edit 43", "/edit other words", "/delete", "/react 👍", "/react 43", "/react 👍 43"];
  equal(odd.filter((line) => refusalOf(commandIn(line)) === ""), []);
});

test("a group is meant by its number, or as the place where one is", async () => {
  const done = [];
  const note = (what) => (...facts) => done.push([what, ...facts]);
  const seven = { id: 7, name: "&7", title: "bob, eve", isGroup: true };
  const groups = [seven];
  const conversations = {
    byName: (name) => groups.find((each) => each.name === name),
    [Symbol.iterator]: () => groups[Symbol.iterator](),
  };
  const chat = { conversations, commands: { leave: note("left"), edit: note("edited") } };
  const person = { chat, here: seven, tell: note("told") };
  for (const line of ["/group", "/leave", "/leave &7", "/edit &7 43 tea"])
    await obey(person, commandIn(line));
  equal(done, [
    ["told", "&7: you and bob, eve"],
    ["left", seven],
    ["left", seven],
    ["edited", seven, { seq: 43 }, "tea"],
  ]);
  done.length = groups.length = 0;
  await obey(person, commandIn("/group"));
  equal(done, [["told", "You are in no group."]]);
});

test("what is too much for some notices goes on", async () => {
  const [done, rests] = [[], []];
  const waiting = (number) => ({ number, from: "bob", name: "#dev", body: "casino" });
  const held = { page: async (after = 0) => ({ messages: [...Array(12).keys()].map((at) => waiting(after + at + 1)) }) };
  const reports = { page: async (asked) => done.push(asked.before) && { reports: [{ report: 3, whom: "bob", reason: "rude" }], more: true } };
  const tell = (text) => done.push(text.split("\n").length);
  const person = { chat: { kept: { held }, reports }, tell, putOff: (rest) => rests.push(rest) };
  await obey(person, commandIn("/held"));
  await rests.pop()();
  equal([done, rests.length], [[10, 10], 1]);
  done.length = rests.length = 0;
  await obey(person, commandIn("/reports"));
  await rests.pop()();
  equal(done, [undefined, 1, 3, 1]);
});

test("every command is there once, and says how it is used", () => {
  const words = VERBS.map(({ word }) => word);
  equal([new Set(words).size, words.every((word) => /^\/[a-z]+(-[a-z]+)*$/.test(word))], [words.length, true]);
});

test("what was said, what is unread, what is offered, and who is blocked, by a slash", async () => {
  const done = [];
  const note = (what) => (...facts) => done.push([what, ...facts]);
  const dev = { id: 7, name: "#dev", called: "#dev" };
  const chat = {
    conversations: { byName: (name) => (name === "#dev" ? dev : undefined) },
    commands: {
      markUnread: note("unread"),
      look: async (_, { limit }) => ({ messages: [{ seq: 100 - limit }] }),
    },
    invitations: [{ conversation: { name: "#tea" } }],
    reading: { readers: { show: note("receipts") } },
    blocks: { names: ["bob", "eve"] },
  };
  const acts = { tell: note("told"), show: note("shown"), go: note("gone") };
  const languages = [{ code: "de", name: "Deutsch", choose: note("German") }];
  const ways = { languages, goOn: note("more"), leave: note("left") };
  const person = { chat, here: dev, ...acts, ...ways };
  const lines = ["/around 43", "/poll 44 #dev", "/history", "/history 20 #dev", "/invitations"];
  const others = ["/language", "/language DE", "/more", "/quit"];
  const before = ["/unread", "/unread #dev", "/receipts OFF", "/blocked"];
  for (const line of [...lines, ...others, ...before]) await obey(person, commandIn(line));
  equal(done, [
    ["gone", "#dev", 43],
    ["gone", "#dev", 44],
    ["gone", "#dev", null],
    ["gone", "#dev", 80],
    ["told", "You are invited to #tea."],
    ["told", "There are: de (Deutsch)"],
    ["German"],
    ["more"],
    ["left"],
    ["shown", "unread"],
    ["unread", dev],
    ["told", "Unread again: #dev"],
    ["receipts", false],
    ["told", "Nobody sees what you have read, nor you what they have."],
    ["told", "You have blocked bob and eve."],
  ]);
  equal(refusalOf(commandIn("/receipts")), "Usage: /receipts on");
});

test("an invite link is made as it is wanted, listed with who came, and gone by", async () => {
  const [asked, told, rests, went] = [[], [], [], []];
  const link = { link: 3, url: "/join/abc/", by: "eve", author: 9, used: 1, uses: 10, guests: false };
  const answers = {
    create_invite_link: { link: { ...link, came: [] } },
    invite_links: { links: [{ ...link, room: "#dev", over: true, came: [{ name: "bob" }] }], more: true },
    use_invite_link: { conversation: { name: "#dev" } },
  };
  const page = async (command) => asked.push(command) && answers[command.type];
  const here = { name: "#lobby", isRoom: true, id: 1 };
  const ways = { tell: (text) => told.push(text), putOff: (rest) => rests.push(rest), go: (name) => went.push(name) };
  const person = { chat: { you: { id: 1 }, commands: { page } }, here, ...ways };
  for (const { rest, wish } of await (await fetch("/tests/vectors/invite_links.json")).json()) {
    const command = { word: "/invite-link", rest };
    equal([rest, refusalOf(command) === ""], [rest, Boolean(wish)]);
    if (wish) await obey(person, command);
    const { type: _, ...made } = wish ? asked.pop() : {};
    if (wish) equal({ guests: true, ...wish }, { guests: made.guests, ...made });
  }
  equal(told.slice(0, 2), ["This lets others in:", "3 /join/abc/ (by eve, came: 1 of 10, for good, not for guests)"]);
  await obey({ ...person, here: { name: "#dev", isRoom: true, id: 2 } }, commandIn("/invite-link"));
  equal(asked.pop().conversation, 2);
  await obey(person, commandIn("/invite-links"));
  equal(told.at(-1), "3 #dev /join/abc/ (by eve, over, came: 1 of 10) Came by it: bob");
  await rests[0]();
  equal(asked.at(-1).before, 3);
  await obey(person, commandIn("/revoke-link 3"));
  equal([asked.at(-1).link, told.at(-1)], [3, "Nobody comes by invite link 3 any more."]);
  await obey(person, commandIn("/join https://chat.test/join/abc/"));
  equal([asked.at(-1).url, went], ["https://chat.test/join/abc/", ["#dev"]]);
});
