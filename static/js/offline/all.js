/** What a page does for times without a line; fetched when it has long come. */

import { Keeper } from "./keeper.js";

/** `boot` is what the page has come with. */
export async function prepare({ chat, boot, clock }) {
  const { serviceWorker } = navigator;
  // On plain http there is none, except on localhost.
  if (!serviceWorker) return;
  await serviceWorker.register(boot.offline.worker);
  const registration = await serviceWorker.ready;
  // The newer page is here by the time that somebody takes it.
  chat.signals.observe({ outdated: () => registration.update() });
  await new Keeper({ chat, clock }).start();
}
