/** What a page does for times without a line; fetched when it has long come. */

import { enter } from "./entering.js";
import { Keeper } from "./keeper.js";
import { OutboxCopy } from "./outbox_copy.js";

/** `boot` is what the page has come with. */
export async function prepare({ chat, boot, clock, outbox, screen }) {
  const { navigation, ways } = screen;
  enter(location, { share: ways.share, follow: () => navigation.follow() });
  const { serviceWorker } = navigator;
  // On plain http there is none, except on localhost.
  if (!serviceWorker) return;
  await serviceWorker.register(boot.offline.worker);
  const registration = await serviceWorker.ready;
  // The newer page is here by the time that somebody takes it.
  chat.signals.observe({ outdated: () => registration.update() });
  new OutboxCopy({ chat, outbox, registration }).start();
  await new Keeper({ chat, clock }).start();
}
