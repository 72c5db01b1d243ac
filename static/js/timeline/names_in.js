/** The names in a message's words: links to whom it names, as they are called now. */
import { directAddress } from "../browser/routes.js";

const CALLS = /^(?:here|room)(?![a-z0-9_-])/i;

export function showNames(body, { mentions = [], calls }, you) {
  if (!mentions.length && !calls) return;
  for (const link of body.querySelectorAll("a.mention")) {
    const whom = Number(link.dataset.person);
    const its = mentions.find(({ author }) => author === whom);
    if (its) fill(link, its, you);
  }
  for (const span of body.querySelectorAll("span.mention"))
    show(span, mentions, calls, you);
}

function show(span, mentions, calls, you) {
  const typed = span.textContent.slice(1);
  const its = mentions.find(({ name, within = name }) => within === typed);
  if (its) {
    const link = document.createElement("a");
    link.className = "mention";
    fill(link, its, you);
    span.replaceWith(link, typed.slice(its.name.length));
  } else if (calls && CALLS.test(typed)) {
    span.classList.add("is-call");
  }
}

function fill(link, { author, name, called = name }, you) {
  link.textContent = `@${called}`;
  link.dataset.name = called;
  link.dataset.person = author;
  link.href = directAddress(called);
  link.classList.toggle("is-you", author === you.id);
}
