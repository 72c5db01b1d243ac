/** Sends what waits when no page may be there to do it, one after the other. */
import { remove, valuesOf } from "../browser/database.js";
import { commandOf } from "../core/sending/command.js";
import { onLine } from "./line.js";
import { PASSING } from "../core/passing.js";

/** `open()` makes a WebSocket. Rejects where it is to be tried again. */
export async function sendWaiting(open) {
  const posts = (await valuesOf("outbox")).sort((a, b) => a.made - b.made);
  if (!posts.length) return;
  await onLine(open, async (you, ask) => {
    // Of another person's, by now, this browser sends nothing.
    if (you.id === posts[0].person) await sendAll(posts, ask);
  });
}

async function sendAll(posts, ask) {
  for (const post of posts) {
    const { code } = await ask(commandOf(post));
    if (PASSING.has(code)) throw new Error(code);
    // What was refused is known to the page, which sends it, too, when it is opened.
    await remove("outbox", post.id);
  }
}
