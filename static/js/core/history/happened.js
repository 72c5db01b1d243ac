/** What happens in a room beside what is said: how it is from then on. */

/** What of a room `set` changes, and the wire tells only where it is not as usual. */
export const SETTINGS = [
  "description",
  "unlisted",
  "speakers",
  "slow",
  "keep",
  "lock",
  "archived",
];

/** A log's event as one of these; undefined of another. */
export function asHappened(event) {
  if (event.type === "happened") return event;
  if (event.type === "topic") return { ...event, kind: "topic", value: event.topic };
  return event.type === "pinned" && event.on ? { ...event, kind: "pinned" } : undefined;
}

/** Have a room be as that says; `you` are whoever reads. */
function settle(room, { kind, value, key, person, until, reason }, you) {
  if (kind === "topic") room.topic = value;
  else if (kind === "name") room.rename(value, key ?? value);
  else if (kind === "private" || SETTINGS.includes(kind)) room[kind] = value;
  else if (kind !== "role" || you.moderates) return;
  else if (person === you.id) Object.assign(room, { role: value, until, reason });
  else if (value === "owner" && room.role === "owner") room.role = "moderator";
}

/** Some of a log's events have just come; `you` are whoever reads. */
export function happen(room, events = [], you) {
  for (const event of events.map(asHappened).filter(Boolean)) {
    settle(room, event, you);
    // What is before the messages come comes with them.
    if (room.isLoaded) room.events.set(event.seq, event);
  }
}

/** What happened beyond the messages that are here goes: it comes with its own page. */
export function letGo({ events, messages }) {
  const { first, last, more, newer } = messages;
  for (const seq of events.keys())
    if ((more && seq < first?.seq) || (newer && seq > last?.seq)) events.delete(seq);
}

/** A page of history: what happened between its messages, long ago maybe. */
export function noted(room, page) {
  for (const event of page.events ?? []) room.events.set(event.seq, event);
  return page;
}
