import { Held } from "/static/js/core/moderation/held.js";
import { lineOf } from "/static/js/core/moderation/held_line.js";
import { Requests } from "/static/js/core/requests.js";
import { Signals } from "/static/js/core/signals.js";
import { Postman } from "/static/js/core/sending/postman.js";
import { isHeld, isRefused, Outbox } from "/static/js/core/sending/outbox.js";
import { refusalOf } from "/static/js/core/slash/line.js";
import { Storage } from "/static/js/browser/storage.js";
import { equal, FakeClock, test } from "./harness.js";

const you = { id: 1, name: "ada" };
const waiting = (author, name) => ({
  ...{ number: 7, id: "x", conversation: 3, name: "#dev", from: name, author, body: "casino" },
});

/** Ada has said something, which the server has heard. */
function begin() {
  const [sent, told, signals, clock] = [[], [], new Signals(), new FakeClock()];
  const decides = (messages) => told.push(...messages.map(lineOf));
  signals.observe({ warned: (text) => told.push(text), held: decides });
  const connection = {
    isConnected: true,
    send: (command) => connection.isConnected && sent.push(command),
  };
  const requests = new Requests(connection.send);
  const storage = new Storage(() => localStorage);
  const outbox = new Outbox({ storage, person: 1, owner: "tab", newId: () => "id" });
  const conversations = { byId: () => ({ name: "#dev" }) };
  const postman = new Postman({ you, outbox, connection, conversations, clock, signals });
  const held = new Held({ clock, conversations, postman, requests, signals, you });
  postman.post({ id: 3, name: "#dev" }, { body: "casino" });
  const { id } = sent.at(-1);
  const hear = (type, fields) => held.handlers[type]({ id, conversation: 3, ...fields });
  const welcome = () => {
    signals.welcomed.emit();
    clock.pass(1000);
    return sent.at(-1);
  };
  return { hear, sent, told, outbox, postman, requests, connection, welcome, id };
}

test("what waits stays where it was written and is not sent again", () => {
  const { hear, sent, outbox } = begin();
  equal(sent.at(-1).waits, true);
  hear("held", { number: 7 });
  equal(outbox.posts[0].error, { code: "held", detail: "Waits for a moderator.", number: 7 });
  equal(sent.length, 1);
});

test("who removes what waits takes it back", () => {
  const { hear, sent, told, outbox, postman, connection, id } = begin();
  hear("held", { number: 7 });
  connection.isConnected = false;
  postman.remove(id);
  equal([told, sent.length], [["You are not connected: it waits on."], 1]);
  connection.isConnected = true;
  postman.remove(id);
  equal(sent.at(-1), { type: "refuse", held: 7, ref: id });
  equal(outbox.posts.length, 1);
  hear("decided", { number: 7, author: 1, from: "ada" });
  equal(outbox.posts, []);
});

test("what waits is nothing that one has to see to", () => {
  const { hear, outbox, postman } = begin();
  hear("held", { number: 7 });
  equal([isHeld(outbox.posts[0]), postman.refusedIn.size], [true, 0]);
  hear("decided", { number: 7, author: 1, from: "bob" });
  equal([isRefused(outbox.posts[0]), [...postman.refusedIn]], [true, ["#dev"]]);
});

test("what became of it while nobody listened here is asked for", async () => {
  const { hear, outbox, requests, welcome } = begin();
  hear("held", { number: 7 });
  const answer = async (messages) => {
    const { type, after, ref } = welcome();
    equal([type, after], ["holds", 6]);
    requests.settle({ type: "holds", messages, ref });
    await new Promise((done) => setTimeout(done));
  };
  await answer([waiting(1, "ada")]);
  equal(isHeld(outbox.posts[0]), true);
  await answer([{ ...waiting(1, "ada"), refused: true, reason: "not here" }]);
  equal(outbox.posts[0].error.detail, "A moderator did not let that be said: not here");
  hear("held", { number: 7 });
  await answer([]);
  equal(outbox.posts, []);
});

test("what is refused says why, what is said or taken back is gone", () => {
  const { hear, told, outbox } = begin();
  hear("held", { number: 7 });
  hear("decided", { number: 7, author: 1, from: "bob", reason: "not here" });
  const detail = "A moderator did not let that be said: not here";
  equal([outbox.posts[0].error.detail, told], [detail, [`#dev: ${detail}`]]);
  hear("decided", { number: 7, author: 1, from: "ada" });
  equal(outbox.posts, []);
});

test("whoever decides is told at once of what others say", () => {
  const { hear, told } = begin();
  hear("holds", { messages: [waiting(1, "ada"), waiting(2, "bob")] });
  equal(told, ["7. bob in #dev, waits for a moderator: casino"]);
  hear("holds", { messages: [waiting(2, "bob")], ref: "1" });
  equal(told.length, 1);
  equal(lineOf({ ...waiting(1, "ada"), refused: true }), "7. Refused in #dev: casino");
  const why = { refused: true, reason: "ads" };
  equal(lineOf({ ...waiting(1, "ada"), ...why }), "7. Refused in #dev (ads): casino");
});

test("words of a room that wait are said as at the other doors", () => {
  const fits = ["", "hold buy now", "refuse poker | no games", "allow poker"];
  for (const rest of fits) equal(refusalOf({ word: "/words", rest }), "");
  for (const rest of ["hold", "love tea", `hold ${"a".repeat(61)}`])
    equal(refusalOf({ word: "/words", rest }), "Usage: /words [hold casino*]");
});
