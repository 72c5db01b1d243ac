/** Sends what waits when no page may be there to do it, one after the other. */
import { remove, valuesOf } from "../browser/database.js";
import { commandOf } from "../core/sending/command.js";
import { PASSING } from "../core/passing.js";

/** `open()` makes a WebSocket. Rejects where it is to be tried again. */
export async function sendWaiting(open) {
  const posts = (await valuesOf("outbox")).sort((a, b) => a.made - b.made);
  if (!posts.length) return;
  const socket = open();
  const events = eventsOf(socket);
  try {
    const { type, you } = await events();
    // Of another person's, by now, this browser sends nothing.
    if (type === "welcome" && you.id === posts[0].person) await sendAll(posts, socket, events);
  } finally {
    socket.close();
  }
}

async function sendAll(posts, socket, events) {
  for (const post of posts) {
    socket.send(JSON.stringify(commandOf(post)));
    const { code } = await answerTo(post, events);
    if (PASSING.has(code)) throw new Error(code);
    // What was refused is known to the page, which sends it, too, when it is opened.
    await remove("outbox", post.id);
  }
}

async function answerTo({ id }, events) {
  for (;;) {
    const event = await events();
    if (event.ref === id) return event;
  }
}

/** A function that promises the next event; it rejects once the line is broken. */
function eventsOf(socket) {
  const heard = [];
  let tell = () => {};
  const hear = (event) => {
    heard.push(event);
    tell();
  };
  socket.onmessage = hear;
  socket.onclose = hear;
  return async () => {
    while (!heard.length) await new Promise((resolve) => (tell = resolve));
    const { type, data } = heard.shift();
    if (type === "close") throw new Error(type);
    return JSON.parse(data);
  };
}
