import { Groups, nextMessage, previousMessage } from "/static/js/timeline/groups.js";
import { equal, test } from "./harness.js";

/** A list, and what puts rows into it: numbers, of which the first digit is the day. */
function open() {
  const list = document.createElement("div");
  const groups = new Groups(list);
  const rows = new Map();
  const put = (number, before = null) => {
    const row = document.createElement("li");
    row.className = "message";
    row.textContent = number;
    rows.set(number, row);
    const isOfDay = (other) => other.textContent[0] === row.textContent[0];
    groups.place(row, rows.get(before) ?? null, isOfDay);
  };
  const told = () => [...list.children].map((each) => each.textContent);
  const sizes = () => [...list.children].map((each) => each.childElementCount);
  return { list, rows, put, told, sizes };
}

test("rows stand in groups of one day, from wherever they come", () => {
  const { put, told } = open();
  for (const number of [21, 23, 31]) put(number);
  put(22, 23);
  put(12, 21);
  put(11, 12);
  put(24, 31);
  equal(told(), ["1112", "21222324", "31"]);
});

test("a group that is full is not added to, at neither end", () => {
  const { put, sizes } = open();
  for (let number = 150; number < 180; number += 1) put(number);
  equal(sizes(), [25, 5]);
  for (let number = 149; number > 120; number -= 1) put(number, number + 1);
  equal(sizes(), [4, 25, 25, 5]);
});

test("what stands above a group stays above it, and is no row", () => {
  const { list, rows, put, told } = open();
  for (const number of [21, 22, 31]) put(number);
  const line = document.createElement("p");
  line.textContent = "the third day";
  Groups.from(rows.get(31)).before(line);
  put(23, 31);
  put(41);
  equal(told(), ["212223", "the third day", "31", "41"]);
  equal(nextMessage(rows.get(23)) === rows.get(31), true);
  equal(previousMessage(rows.get(31)) === rows.get(23), true);
  equal(list.children.length, 4);
});

test("a group is parted where another day begins, and goes with its last row", () => {
  const { rows, put, told } = open();
  for (const number of [11, 12, 13]) put(number);
  Groups.from(rows.get(12));
  equal(told(), ["11", "1213"]);
  Groups.remove(rows.get(11));
  equal(told(), ["1213"]);
});
