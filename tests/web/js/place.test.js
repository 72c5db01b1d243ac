import { Scroller } from "/static/js/timeline/scroller.js";
import { equal, settled, test } from "./harness.js";

const STYLE =
  ".view { height: 300px; overflow: auto; overflow-anchor: none; font: 16px/20px serif } ol { margin: 0; padding: 0 }";

/** Rows of 40 px in two groups, in a view of 300 px. */
function open(count = 60) {
  const page = document.body;
  page.innerHTML = `<style>${STYLE}</style><div class="top"></div><div class="view"><div><div></div></div></div>`;
  const view = page.querySelector(".view");
  const list = view.firstChild.firstChild;
  list.innerHTML = '<ol class="rows"></ol>'.repeat(2);
  const rows = Array.from({ length: count }, newRow);
  list.firstChild.append(...rows.slice(0, 20));
  list.lastChild.append(...rows.slice(20));
  const asked = [];
  const told = { moved: () => {}, nearTop: () => asked.push(view.scrollTop) };
  const scroller = new Scroller(view, { list, ...told });
  scroller.toBottom();
  return { page, view, list, rows, scroller };
}

function newRow() {
  const row = document.createElement("li");
  row.className = "message";
  row.innerHTML = '<div class="body"><p style="margin: 0; height: 40px"></p></div>';
  return row;
}

const topOf = (row) => Math.round(row.getBoundingClientRect().top);
const grow = (row, height) => (row.firstChild.style.height = `${height}px`);

/** The next frame has been drawn. */
function drawn() {
  return new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
  );
}

async function scrollTo(view, top) {
  view.scrollTop = top;
  await drawn();
}

test("what is read in the middle stays while rows above grow and shrink", async () => {
  const { view, rows } = open();
  await scrollTo(view, 1000);
  const before = topOf(rows[27]);
  for (const [row, height] of [[3, 74.4], [5, 240], [3, 40], [9, 0], [5, 40]]) {
    grow(rows[row], height);
    await drawn();
    equal(topOf(rows[27]), before);
  }
});

test("what is read stays when one above grows as much as another shrinks", async () => {
  const { view, rows } = open();
  await scrollTo(view, 1000);
  const before = topOf(rows[27]);
  grow(rows[3], 74);
  grow(rows[50], 6);
  rows[3].classList.add("changed");
  await settled();
  equal(topOf(rows[27]), before);
});

test("many parts of pixels do not add up", async () => {
  const { view, rows } = open();
  await scrollTo(view, 1000);
  const before = rows[27].getBoundingClientRect().top;
  for (let row = 0; row < 20; row += 1) {
    grow(rows[row], 60.4);
    await drawn();
  }
  equal(Math.abs(rows[27].getBoundingClientRect().top - before) < 1, true);
});

test("what is read stays at the very top, and when the view gets another shape", async () => {
  const { page, view, list, rows } = open();
  await scrollTo(view, 0);
  const before = topOf(rows[0]);
  list.firstChild.prepend(...Array.from({ length: 10 }, newRow));
  await drawn();
  equal([topOf(rows[0]), view.scrollTop], [before, 400]);
  page.querySelector(".top").style.height = "50px"; // what stands above the view
  view.style.height = "200px";
  await drawn();
  equal(topOf(rows[0]), before);
});

test("what is near the view is known by its ends, wherever groups begin", async () => {
  const { view, rows, scroller } = open(200);
  await scrollTo(view, 4000); // rows 100 to 107 are seen, and 30 more at each end near
  const places = () => scroller.near.map((row) => rows.indexOf(row));
  equal(places(), [70, 137]);
  await scrollTo(view, 0);
  equal(places(), [0, 37]);
  scroller.toBottom();
  equal(places(), [162, 199]);
  view.style.display = "none";
  equal(places(), []);
});

test("who is at the bottom stays there", async () => {
  const { view, rows } = open();
  grow(rows[3], 100);
  grow(rows[59], 200);
  await drawn();
  equal(view.scrollHeight - view.scrollTop - view.clientHeight < 1, true);
  view.style.height = "150px";
  await drawn();
  equal(view.scrollHeight - view.scrollTop - view.clientHeight < 1, true);
});

test("near the bottom what is read stays when there is less to scroll", async () => {
  const { view, rows } = open();
  await scrollTo(view, view.scrollHeight - 300 - 60);
  const before = topOf(rows[56]);
  grow(rows[3], 0);
  grow(rows[4], 0);
  grow(rows[5], 0);
  await drawn();
  equal(topOf(rows[56]), before);
});

test("who scrolls on while something above grows is moved by that alone", async () => {
  const { view, rows } = open();
  await scrollTo(view, 1000);
  const before = topOf(rows[27]);
  grow(rows[3], 140);
  view.scrollTop += 25;
  await drawn();
  equal(topOf(rows[27]), before - 25);
});

test("in the middle of one long message its own words stay", async () => {
  const { view, rows } = open();
  rows[10].firstChild.innerHTML = "<p>.</p>".repeat(60);
  await scrollTo(view, 1200);
  const words = [...rows[10].querySelectorAll("p")].find((each) => topOf(each) > 100);
  const before = topOf(words);
  rows[10].querySelector("p").style.height = "200px"; // a picture in it has come
  await drawn();
  equal(topOf(words), before);
});

test("a row that somebody unfolds stays where it begins, also at the bottom", async () => {
  const { view, rows, scroller } = open();
  const before = topOf(rows[57]);
  scroller.hold(rows[57], () => grow(rows[57], 900));
  await drawn();
  equal([topOf(rows[57]), scroller.isAtBottom], [before, false]);
  scroller.hold(rows[3], () => grow(rows[3], 900)); // not to be seen
  await drawn();
  equal([topOf(rows[57]), view.scrollTop > 0], [before, true]);
});
