/**
 * What one can switch to: rooms, people, and what can be done, as one list, whatever is
 * known of it here or was found on the server.
 *
 * A place: {kind, key, name, said}, by `kind` with more: "room" {conversation, room},
 * "person" {conversation, number}, "group" {conversation}, "action" {act}, "message" {act}:
 * `act(how)`. `name` is what is compared; `key` tells it from all others, also in what was used.
 */
import { fit } from "./match.js";
import { inOrder } from "./fold.js";
import { signOf } from "../reading/unread.js";

const MOST = 40;
// What can be done stands behind places that fit as well.
const BEHIND = 30;
const OF_KIND = { "#": ["room"], "@": ["person", "group"], ">": ["action"] };

/** `found`: {rooms, people} of the wire, which may be of what was typed before. */
export function placesOf({ conversations, people, you }, found = {}) {
  const all = new Map();
  const add = (place) => all.has(place.key) || all.set(place.key, place);
  for (const conversation of conversations) {
    if (conversation.isRoom) add(roomOf(conversation.name, conversation));
    else if (conversation.isGroup) add(groupOf(conversation));
    else add(personOf(conversation.title, conversation.person, conversation));
  }
  for (const name of people.names) add(personOf(name, people.numberOf(name)));
  for (const { name, id } of found.people ?? []) add(personOf(name, id));
  for (const room of found.rooms ?? []) add({ ...roomOf(room.name), room });
  // Oneself is there with one's notes.
  const own = `person ${you.id}`;
  if (!all.get(own)?.conversation) all.delete(own);
  return [...all.values()];
}

/** What of `found` may be shown until there is an answer to what is `typed` by now. */
export function foundUntil(typed, found) {
  const text = typed.trim();
  if (!text) return {};
  return OF_KIND[text[0]] ? { ...found, others: [] } : found;
}

/** Those that fit, the best first, as they were used; of nothing typed the latest used. */
export function ranked(typed, places, worth) {
  const kinds = OF_KIND[typed.trim()[0]];
  const text = kinds ? typed.trim().slice(1) : typed.trim();
  const among = kinds ? places.filter(({ kind }) => kinds.includes(kind)) : places;
  const grade = text ? (place) => fit(text, bare(place)) : () => 1;
  const graded = inOrder(among, ({ name }) => name).map((place) => {
    const used = worth(place.key);
    return { place, used, by: grade(place), more: text ? 0 : urgency(place) };
  });
  const isOffered = text || kinds ? ({ by }) => by > 0 : isOfferedUntyped;
  const shown = graded.filter(isOffered).map((each) => ({ ...each, by: total(each) }));
  shown.sort((a, b) => b.by - a.by || a.place.name.length - b.place.name.length);
  return shown.slice(0, MOST).map(({ place }) => place);
}

function bare({ kind, name }) {
  return kind === "room" ? name.replace(/^#/, "") : name;
}

function total({ place, by, used, more }) {
  return by + used + more - (place.kind === "action" ? BEHIND : 0);
}

/** What was never used is not offered, but for conversations. */
function isOfferedUntyped({ place, used }) {
  return used > 0 || place.kind === "room" || Boolean(place.conversation);
}

/** What has something unread comes before what was used, unless it is to be left alone. */
function urgency({ conversation }) {
  if (!conversation) return 0;
  const { number, hasDot } = signOf(conversation);
  return number || hasDot ? 20 + !conversation.isRoom : 1;
}

function roomOf(name, conversation = null) {
  return { kind: "room", key: `room ${name}`, name, conversation };
}

function groupOf(conversation) {
  const { name: key, title: name } = conversation;
  return { kind: "group", key, name, conversation };
}

function personOf(name, number, conversation = null) {
  const key = `person ${number ?? name}`;
  return { kind: "person", key, name, number, conversation };
}
