/** What a page does for times without a line; fetched when it has long come. */

import { keysOf } from "../browser/database.js";
import { SHARED } from "../browser/sharing.js";
import { enter } from "./entering.js";
import { Keeper } from "./keeper.js";
import { OutboxCopy } from "./outbox_copy.js";
import { Pushed } from "./pushed.js";

/** `boot` is what the page has come with. */
export async function prepare({ chat, boot, clock, outbox, screen, settings }) {
  enter(location, { share: wayToShare(chat, screen), follow: () => screen.navigation.follow() });
  const isLeft = (await keysOf("shared").catch(() => [])).some((id) => id !== SHARED);
  if (isLeft) screen.ways.sharing((it) => it.resume());
  const { serviceWorker } = navigator;
  // On plain http there is none, except on localhost.
  if (!serviceWorker) return;
  const registration = await registered(serviceWorker, boot.offline.worker);
  if (!registration) return;
  // The newer page is here by the time that somebody takes it.
  chat.signals.observe({ outdated: () => registration.update() });
  new OutboxCopy({ chat, outbox, registration }).start();
  const { navigation } = screen;
  const setBadge = async (count) => navigator.setAppBadge?.(count);
  const pushed = new Pushed({ chat, navigation, registration, settings, setBadge });
  pushed.start(serviceWorker);
  await new Keeper({ chat, clock }).start();
}

/** The worker's registration; null where it does not come just now: the next page tries. */
export async function registered(workers, script) {
  try {
    await workers.register(script);
  } catch {
    return null; // on a line that broke, say: a page without a worker does all else
  }
  return workers.ready;
}

function wayToShare(chat, { navigation, panels, panes, ways: { sharing } }) {
  const open = (name) => navigation.openNamed(name);
  const parts = { chat, open, panes: () => panes, sharing };
  return panels.of(({ ShareDialog }) => new ShareDialog(parts), { isHeld: true });
}
