import { Log } from "/static/js/core/history/log.js";
import { equal, test } from "./harness.js";

test("the next number is shown", () => {
  const log = new Log(5);
  equal([log.take(6), log.take(7), log.number], [true, true, 7]);
  equal(log.question(), null);
});

test("a number that is here already is dropped", () => {
  const log = new Log(5);
  equal([log.take(5), log.take(1), log.number], [false, false, 5]);
  equal(log.question(), null);
});

test("a number too far ahead is dropped and asked for since one's own", () => {
  const log = new Log(5);
  equal(log.take(8), false);
  equal([log.question(), log.number], [5, 5]);
});

test("there is one question at a time", () => {
  const log = new Log(5);
  log.take(8);
  equal([log.question(), log.question()], [5, null]);
});

test("pages are asked for until there are no more", () => {
  const log = new Log(0);
  log.hear(500);
  equal(log.question(), 0);
  log.answer(200, true);
  equal(log.question(), 200);
  log.answer(400, true);
  equal(log.question(), 400);
  log.answer(500, false);
  equal([log.question(), log.number], [null, 500]);
});

test("what was dropped during a question is asked for after it", () => {
  const log = new Log(5);
  log.take(8);
  log.question();
  log.take(11);
  log.answer(8, false);
  equal(log.question(), 8);
});

test("the next number is shown during a question too", () => {
  const log = new Log(5);
  log.take(8);
  log.question();
  equal(log.take(6), true);
  log.answer(8, false);
  equal([log.number, log.question()], [8, null]);
});

test("an answer that is older than what came live takes nothing back", () => {
  const log = new Log(5);
  log.take(7);
  log.question();
  log.take(6);
  log.take(7);
  log.answer(6, false);
  equal(log.number, 7);
});

test("two events that are swapped cost one question", () => {
  const log = new Log(5);
  equal([log.take(7), log.question()], [false, 5]);
  equal(log.take(6), true);
  log.answer(7, false);
  equal([log.number, log.question()], [7, null]);
});

test("a head that is ahead is asked for", () => {
  const log = new Log(5);
  log.hear(5);
  equal(log.question(), null);
  log.hear(6);
  equal(log.question(), 5);
});

test("a head that the database does not have is not asked for again and again", () => {
  const log = new Log(5);
  log.hear(9);
  log.question();
  log.answer(5, false);
  equal(log.question(), null);
});

test("a question that a broken connection has swallowed is asked again", () => {
  const log = new Log(5);
  log.hear(9);
  log.question();
  log.lost();
  equal(log.question(), 5);
});

test("after going back everything since then is asked for again", () => {
  const log = new Log(5);
  log.take(6);
  log.rewind(5);
  equal([log.number, log.question()], [5, 5]);
});

test("an answer to what was asked before it went back fills no hole", () => {
  const log = new Log(5);
  log.take(6);
  log.take(8);
  equal(log.question(), 6);
  log.rewind(5);
  log.answer(8, false);
  equal([log.number, log.head, log.question()], [5, 8, 5]);
  log.answer(8, false);
  equal([log.number, log.question()], [8, null]);
});
