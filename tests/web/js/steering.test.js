import { Conversation } from "/static/js/core/rooms/conversation.js";
import { RULES, may, mayDelete } from "/static/js/core/rules.js";
import { mayPutOut, rolesFor } from "/static/js/core/rooms/steering.js";
import { Members } from "/static/js/core/rooms/members.js";
import { Blocks } from "/static/js/core/people/blocks.js";
import { sentenceOf } from "/static/js/panels/messages/happened_sentences.js";
import { ADA, equal, room, stored, test } from "./harness.js";

const place = (fields) => new Conversation(room(fields), ADA);
const SITE = { ...ADA, moderates: true };

const ALLOWED = [
  ["description", { role: "moderator" }, true],
  ["description", { role: "moderator", archived: true }, false],
  ["name", { role: "moderator" }, false],
  ["name", { role: "owner" }, true],
  ["name", { role: "owner", name: "#lobby" }, false],
  ["topic", {}, true],
  ["topic", { lock: true }, false],
  ["topic", { lock: true, role: "moderator" }, true],
  ["archived", { role: "owner", archived: true }, true],
  ["kick", { role: "owner", id: null }, false],
  ["ban", { kind: "direct", name: "@bob" }, false],
  ["ban", { kind: "group", name: "&7" }, false],
  ["invite", { kind: "direct", name: "@bob" }, false],
  ["invite", { kind: "group", name: "&7" }, true],
  ["delete what others said", { role: "moderator" }, true],
  ["delete what others said", { role: "voice" }, false],
  ["read others' versions", { role: "moderator", archived: true }, true],
  ["read others' versions", {}, false],
  ["close another's poll", { role: "moderator" }, true],
  ["close another's poll", { role: "moderator", archived: true }, false],
  ["leave", {}, true],
  ["leave", { kind: "direct", name: "@bob" }, false],
  ["lock", { role: "moderator" }, true],
  ["lock", { role: "voice" }, false],
  ["speakers", { role: "moderator" }, true],
  ["speakers", {}, false],
  ["slow", { role: "moderator" }, true],
  ["slow", {}, false],
  ["private", { role: "owner" }, true],
  ["private", { role: "moderator" }, false],
  ["keep", { role: "owner" }, true],
  ["keep", { role: "moderator" }, false],
  ["unlisted", { role: "owner" }, true],
  ["unlisted", { role: "moderator" }, false],
  ["archived", { role: "moderator" }, false],
  ["give a voice", { role: "moderator" }, true],
  ["give a voice", { role: "voice" }, false],
  ["make a moderator", { role: "owner" }, true],
  ["make a moderator", { role: "moderator" }, false],
  ["hand over", { role: "owner" }, true],
  ["hand over", { role: "moderator" }, false],
  ["mute", { role: "moderator" }, true],
  ["mute", { role: "voice" }, false],
  ["leave", { role: "muted" }, true],
  ["kick", { role: "moderator" }, true],
  ["ban", { role: "moderator" }, true],
  ["see bans", { role: "moderator" }, true],
  ["see bans", {}, false],
  ["see reports", { role: "moderator" }, true],
  ["see reports", { kind: "group", name: "&7" }, false],
];
for (const [verb, fields, isSo] of ALLOWED)
  test(`${verb}, ${JSON.stringify(fields)}: one may as the table has it`, () => {
    equal(may(verb, place(fields), ADA), isSo);
  });

test("each verb that the page knows of is allowed once, and once is not", () => {
  for (const isSo of [true, false]) {
    const tried = new Set(ALLOWED.filter((row) => row[2] === isSo).map(([verb]) => verb));
    equal([...tried].sort(), Object.keys(RULES).sort());
  }
});

test("the lobby is left, and changed, where the site says so", () => {
  const lobby = place({ name: "#lobby", role: "owner" });
  const can = (you) => ["leave", "name", "kick"].map((verb) => may(verb, lobby, you));
  equal(can(ADA), [false, false, false]);
  equal(can({ ...ADA, free_lobby: true }), [true, true, true]);
});

test("whoever moderates the site may in each room what its owner may", () => {
  equal(["name", "kick"].map((verb) => may(verb, place(), SITE)), [true, true]);
});

test("roles are offered that somebody has not, and that one may give", () => {
  const roles = (theirs, role) => rolesFor(theirs, place({ role }), ADA).join();
  equal(roles("member", "member"), "");
  equal(roles("member", "moderator"), "voice");
  equal(roles("voice", "moderator"), "member");
  equal(roles("moderator", "moderator"), "");
  equal(roles("member", "owner"), "voice,moderator");
  equal(roles("moderator", "owner"), "voice,member");
  equal(roles("owner", "owner"), "");
});

test("nobody puts out who may do as much", () => {
  const can = (member, fields, you = ADA) => mayPutOut("kick", member, place(fields), you);
  equal(can({ role: "voice" }, { role: "moderator" }), true);
  equal(can({ role: "moderator" }, { role: "moderator" }), false);
  equal(can({ role: "moderator" }, { role: "owner" }), true);
  equal(can({ role: "member", moderates: true }, { role: "owner" }), false);
  equal(can({ role: "owner" }, { role: "owner" }, SITE), true);
  equal(can({ role: "outside" }, { role: "moderator" }), true);
});

test("what others said is offered to be deleted by who looks after the room", () => {
  const can = (role, fields) => mayDelete(stored(3, fields), place({ role }), ADA);
  equal([can("voice"), can("moderator")], [false, true]);
  equal(can("moderator", { deleted: true }), false);
  equal(can("moderator", { author: ADA.id }), false);
});

test("a role that is given is shown, and there is one owner", async () => {
  const people = ["owner", "moderator", "member"].map((role, id) => ({ id, name: `p${id}`, role }));
  const ask = async () => ({ members: people, more: false, total: 3 });
  const conversation = { id: 7 };
  const parts = { conversation, isHere: () => true, changed: () => {} };
  const members = new Members({ ...parts, ask });
  await members.load();
  const roles = () => members.shown.here.map(({ role }) => role).join();
  const hear = (person, value) =>
    members.hearHappened(conversation, [{ kind: "role", person, value }]);
  hear(2, "voice");
  equal(roles(), "owner,moderator,voice");
  hear(1, "owner");
  equal(roles(), "moderator,owner,voice");
});

test("what happened is said as at the other doors", async () => {
  const cases = await (await fetch("/tests/vectors/happened.json")).json();
  for (const { event, blocked = false, text } of cases) {
    const blocks = new Blocks(blocked ? [{ id: event.author, name: event.from }] : []);
    equal(sentenceOf(event, blocks).toString(), text);
  }
});
