import { Pace } from "/static/js/core/history/pace.js";
import { equal, test } from "./harness.js";

const row = { body: "" };
const rowsOf = (count) => Array(count).fill(row);

test("where the machine is slow, a frame gets fewer rows, and more step by step", () => {
  const pace = new Pace();
  const rows = (count, ms) => {
    pace.took(rowsOf(count), ms);
    return pace.rows;
  };
  equal([rows(5, 1), rows(7, 1), rows(10, 1)], [7, 10, 15]);
  equal([rows(15, 12), rows(10, 40)], [6, 5]);
  equal([rows(4, 0.1), rows(5, 0), rows(20, 15)], [5, 7, 6]);
  for (let n = 0; n < 9; n += 1) rows(50, 1);
  equal(pace.rows, 50);
});

test("a row of many words counts as several, and is written nevertheless", () => {
  const long = { body: "word ".repeat(800) };
  const messages = new Map([...[row, row, long, row, long].entries()]);
  const waiting = new Set([...messages.keys(), 9]);
  const take = () => new Pace().take(waiting, (seq) => messages.get(seq));
  equal(take(), [row, row, long]);
  equal(take(), [row, long]);
  equal(take(), []);
  equal(waiting.size, 0);
});
