import { asField, momentIn, usualMoments } from "/static/js/browser/moments.js";
import { Later } from "/static/js/core/sending/later.js";
import { Requests } from "/static/js/core/requests.js";
import { Signals } from "/static/js/core/signals.js";
import { Times } from "/static/js/dom/times.js";
import { equal, FakeClock, settled, test } from "./harness.js";

const AT = "2026-11-27T18:30:00.000Z";
const kept = (id, fields = {}) => ({ id, conversation: 7, name: "#dev", body: id, at: AT, ...fields });

/** What one has scheduled, with a server that is asked by hand. */
function begin() {
  const [sent, told, signals, clock] = [[], [], new Signals(), new FakeClock()];
  const requests = new Requests((command) => sent.push(command));
  signals.observe({ warned: (text) => told.push(text) });
  const connection = { isConnected: true };
  const later = new Later({ connection, requests, clock, signals, newId: () => "new" });
  const hear = (event) => {
    requests.settle(event);
    later.handlers[event.type](event);
  };
  const answer = (messages) =>
    hear({ type: "scheduled", ref: sent.at(-1).ref, messages, whole: true });
  return { later, sent, told, signals, clock, hear, answer };
}

test("the golden cases of moments", async () => {
  const groups = await (await fetch("/tests/vectors/later.json")).json();
  for (const { now, cases } of groups)
    for (const { rest, at, text } of cases) {
      const found = momentIn(rest, new Date(now));
      equal([rest, found && { at: asField(found.at), text: found.text }], [rest, at ? { at, text } : null]);
    }
});

test("the usual moments are whole minutes, mornings, and each is there once", () => {
  const at = (now) => usualMoments(new Date(now)).map((each) => asField(each.at));
  const friday = ["2026-11-27T10:21", "2026-11-27T11:01", "2026-11-28T09:00", "2026-11-30T09:00"];
  equal(at("2026-11-27T10:00:30"), friday);
  equal(at("2026-11-29T10:00").slice(2), ["2026-11-30T09:00"]);
  equal(at("2026-11-30T08:00").slice(2), ["2026-12-01T09:00", "2026-12-07T09:00"]);
});

test("a time to come is told by its day", () => {
  const times = new Times({ timeZone: "UTC" });
  const day = (at) => times.comingDay(at, "2026-11-27T10:00:00Z");
  const days = ["2026-11-27T12:00:00Z", "2026-11-28T09:00:00Z", "2026-11-30T09:00:00Z"].map(day);
  equal(days, ["Today", "Tomorrow", "Monday, November 30"]);
});

test("what is sent later is asked for, followed, and found by its conversation", () => {
  const { later, sent, signals, clock, hear, answer } = begin();
  signals.welcomed.emit();
  clock.pass(1_000);
  equal(sent.at(-1).type, "scheduled");
  const first = kept("a", { at: "2026-11-27T19:00:00Z" });
  answer([first, kept("b"), kept("c", { conversation: undefined, person: 9 })]);
  const ids = (all) => all.map(({ id }) => id);
  equal([ids(later.in({ id: 7 })), ids(later.in({ id: null, person: 9 }))], [["b", "a"], ["c"]]);
  hear({ type: "scheduled", messages: [kept("b", { body: "other" })] });
  hear({ type: "unscheduled", id: "a" });
  equal(later.all.map(({ body }) => body), ["other", "c"]);
});

test("it goes out with what it answers, and waits for the connection", () => {
  const { later, sent } = begin();
  const said = { body: "tea", action: false, reply: { epoch: 2, quote: { seq: 43 } } };
  later.schedule({ id: null, name: "@bob" }, said, AT);
  const { ref, ...command } = sent.at(-1);
  const what = { id: "new", to: "@bob", at: AT, body: "tea", action: false };
  equal(command, { type: "schedule", ...what, reply_to: 43, epoch: 2 });
});

test("why something was not sent is told in one's own language", async () => {
  const { told, hear, answer } = begin();
  hear({ type: "scheduled", messages: [kept("a", { error: "muted", detail: "In English" })] });
  answer([kept("a", { error: "muted", detail: "Auf Deutsch" })]);
  await settled();
  equal(told, ["Not sent to #dev: Auf Deutsch"]);
});
