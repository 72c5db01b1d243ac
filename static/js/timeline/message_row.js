/** Writes a message, or a post that waits, into its row. */
import { fillAvatar } from "../dom/avatars.js";
import { follow } from "../dom/follow.js";
import { directAddress, permalinkOf } from "../browser/routes.js";
import { addCopying } from "./copying.js";
import { concerns } from "../core/content/mentions.js";
import { fillFiles } from "./files_part.js";
import { fillPoll } from "./poll_part.js";
import { fillQuote } from "../dom/quote_part.js";
import { have } from "./row_parts.js";
import { isHeld, isRefused } from "../core/sending/outbox.js";
import { list, number, say } from "../words/words.js";
import { mayReadVersions } from "../core/permissions.js";
import { showNames } from "./names_in.js";
import { stamp } from "../dom/stamp.js";
import { unfoldText, withoutBlankEnds } from "../dom/text.js";

const htmlIn = new WeakMap();
const isUnfolded = new WeakSet();

/** A row that the server has filled. */
export function adopt(row) {
  const body = part(row, ".body");
  htmlIn.set(row, body.innerHTML);
  openOutside(body);
  addCopying(body);
}

/** `context`: {you, times, blocks, here}. */
export function fillMessage(row, message, context) {
  row.classList.remove("waiting", "failed", "held", "landed");
  row.classList.toggle("deleted", message.deleted);
  row.classList.toggle("concerns", concerns(message, context.you));
  row.dataset.seq = message.seq;
  row.dataset.changed = message.changed;
  have(row, "post-note", false);
  const isReadable = mayReadVersions(message, context.here, context.you);
  have(row, "edited", message.edited && !message.deleted && !isReadable);
  have(row, "deleted-text", message.deleted);
  fillKept(row, message, isReadable);
  hush(row, context.blocks.has(message.author));
  fillHead(row, message, context);
  fillReply(row, message.quote, context);
  fillBody(row, message);
  fillFiles(row, message);
  fillPoll(row, message);
  showNames(part(row, ".body"), message, context.you);
  fillActor(row, message);
  const { reactions, reactors } = message;
  fillReactions(row, context.blocks.heard(reactions, reactors), context.you);
}

/** What is kept of it: what it said before, that it is pinned, that it is about to go. */
function fillKept(row, { deleted, pinned = false, going, gone }, isReadable) {
  if (have(row, "versions", isReadable))
    part(row, ".versions").textContent = deleted ? say("What it said") : say("edited");
  have(row, "pin-mark", pinned && !deleted);
  row.classList.toggle("going", Boolean(going) && !deleted);
  const isHere = row.contains(document.activeElement);
  const undo = have(row, "undo-line", Boolean(going) && !gone && !deleted);
  // What had the focus is not seen any more.
  if (isHere && undo) part(undo, ".undo").focus();
  else if (isHere && (going || deleted)) row.focus();
}

function fillReply(row, quote, { blocks, here }) {
  const link = have(row, "quote", quote !== undefined);
  if (!link) return;
  link.href = permalinkOf(here, quote.seq);
  fillQuote(link, quote, blocks);
}

/** Show the words of somebody blocked. */
export function reveal(row) {
  row.classList.remove("unheard");
  row.classList.add("revealed");
  row.focus();
  have(row, "reveal", false);
}

/** `note` says why it is not sent yet. */
export function fillPost(row, post, { you, times, note, ...context }) {
  const at = new Date(post.made).toISOString();
  row.classList.add("waiting");
  row.classList.toggle("failed", isRefused(post));
  row.classList.toggle("held", isHeld(post));
  const facts = { id: post.id, from: you.name, author: you.id, guest: you.guest, at };
  fillHead(row, facts, { you, times });
  const text = document.createElement("p");
  text.textContent = withoutBlankEnds(post.body);
  part(row, ".body").replaceChildren(text);
  fillReply(row, post.reply?.quote, context);
  fillActor(row, { from: you.name, guest: you.guest, action: post.action });
  fold(row, post.body);
  if (have(row, "post-note", Boolean(note)))
    part(row, ".post-note-text").textContent = note;
}

/** It is in the log, but its own `message` has not come yet. */
export function landPost(row, seq) {
  row.classList.remove("waiting", "failed", "held");
  row.classList.add("landed");
  row.dataset.seq = seq;
  have(row, "post-note", false);
}

/** Somebody may have had it revealed before. */
function hush(row, isOfBlocked) {
  if (!isOfBlocked) row.classList.remove("revealed");
  const isUnheard = isOfBlocked && !row.classList.contains("revealed");
  row.classList.toggle("unheard", isUnheard);
  have(row, "reveal", isUnheard);
}

function fillHead(row, { id, from, author, guest, at }, { you, times }) {
  row.dataset.id = id;
  row.dataset.from = from;
  row.classList.toggle("own", author === you.id);
  fillAvatar(part(row, ".avatar"), from);
  const link = part(row, ".author");
  link.textContent = link.dataset.name = from;
  link.dataset.person = author;
  link.href = directAddress(from);
  have(row, "guest-tag", guest);
  const [time, clock] = [part(row, ".message-time"), times.clock(at)];
  if (time.dateTime === at && time.textContent === clock) return;
  time.dateTime = at;
  time.textContent = clock;
  time.removeAttribute("title");
}

/** The whole time, which is told to who asks for it: to work it out takes long. */
export function tellTime(row, times) {
  const time = part(row, ".message-time");
  time.title ||= times.full(time.dateTime);
}

/** Show all of a long message. */
export function unfold(row) {
  isUnfolded.add(row);
  part(row, ".unfold-line").hidden = true;
  part(row, ".body").classList.remove("is-folded");
}

/** What a poll offers is shown apart from the question, and files from the words. */
function fillBody(row, { body: text, html: whole, poll, shared }) {
  const { html } = poll ?? shared ?? { html: whole };
  if (htmlIn.get(row) === html) return;
  htmlIn.set(row, html);
  const body = part(row, ".body");
  body.innerHTML = html; // cleaned by the server: the one place where HTML is let in
  openOutside(body);
  addCopying(body);
  fold(row, text);
}

function openOutside(body) {
  for (const link of body.querySelectorAll("a")) link.target = "_blank";
}

/** Who does what the body tells: the name stands in the same line. */
function fillActor(row, { from, guest, action = false }) {
  row.classList.toggle("action", action);
  if (!have(row, "actor", action)) return;
  part(row, ".actor-name").textContent = from;
  have(row, "actor-tag", guest);
}

function fold(row, text) {
  const words = isUnfolded.has(row) ? "" : unfoldText(text);
  if (have(row, "unfold-line", words !== ""))
    part(row, ".unfold").textContent = words;
  part(row, ".body").classList.toggle("is-folded", words !== "");
}

function fillReactions(row, reactions, you) {
  const all = Object.entries(reactions);
  if (!have(row, "reactions", all.length > 0)) return;
  follow(part(row, ".reactions"), all, {
    keyOf: ([emoji]) => emoji,
    rowKey: (chip) => chip.dataset.emoji,
    make: () => stamp("reaction"),
    fill: (chip, [emoji, names]) => fillReaction(chip, emoji, names, you),
  });
}

function fillReaction(chip, emoji, names, you) {
  chip.dataset.emoji = emoji;
  chip.title = list(names);
  chip.setAttribute("aria-pressed", names.includes(you.name));
  chip.setAttribute("aria-label", `${emoji} ${number(names.length)}: ${list(names)}`);
  part(chip, ".reaction-emoji").textContent = emoji;
  part(chip, ".reaction-count").textContent = number(names.length);
}

function part(row, selector) {
  return row.querySelector(selector);
}
