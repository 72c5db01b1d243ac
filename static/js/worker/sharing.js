/**
 * Files that somebody was sharing when their page was closed: sent from where they had
 * got to, and said, as a page that is loaded anew does it.
 */
import { keep, keysOf, remove, valueOf } from "../browser/database.js";
import { lockOf, SHARED } from "../browser/sharing.js";
import { shareOf, uploadOf } from "../core/files/share.js";
import { Upload } from "../core/files/upload.js";
import { onLine } from "./line.js";

/**
 * `parts`: `open()` makes a WebSocket, `asking` is as in browser/sharing.js, `after(ms)`
 * promises that so long has passed, and `locks` are the browser's. Rejects where it is to
 * be tried again; what was refused for good a page says, when one is opened.
 */
export async function shareLeft(parts) {
  const ids = (await keysOf("shared")).filter((id) => id !== SHARED);
  const ends = await Promise.allSettled(ids.map((id) => shareOne(id, parts)));
  const failed = ends.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

function shareOne(id, { locks, ...parts }) {
  return locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
    if (!lock) throw new Error("held"); // by a page, which may be closed before its end
    const left = await valueOf("shared", id);
    if (left) await onLine(parts.open, (you, ask) => sayLeft(left, { ...parts, you, ask }));
  });
}

async function sayLeft(left, { you, ask, ...parts }) {
  // Of another person's, by now, this browser sends nothing.
  if (you.id !== left.person) return;
  const wish = async (command) => {
    const event = await ask({ ...command, ref: command.type });
    if (event.code) throw new Error(event.code);
    return event;
  };
  const ids = [];
  for (const each of left.files) {
    const isBegun = Boolean(each.href);
    if (!isBegun) await begin(left, each, wish);
    await send({ ...each, isBegun }, parts);
    ids.push(each.id);
  }
  await wish(shareOf(left, ids));
  await remove("shared", left.id);
}

/** It is kept where it goes, for whoever goes on. */
async function begin(left, its, wish) {
  const { id, href } = await wish(uploadOf(its));
  Object.assign(its, { id, href });
  await keep("shared", left.id, left);
}

/** Without a line nothing is waited for: the browser knows when there is one. */
async function send({ file, href, isBegun }, { asking, after }) {
  const line = new AbortController();
  const ask = async (method, what) => {
    try {
      return await asking(href, method, what);
    } catch (error) {
      line.abort(error);
      throw error;
    }
  };
  const how = { ask, pause: after, random: Math.random, came() {}, isBegun };
  await new Upload({ file, ...how }).send(line.signal);
}
