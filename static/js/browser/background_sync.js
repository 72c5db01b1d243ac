/**
 * The browser calls the worker once there is a line, also when no page is open any more
 * (Background Sync, https://wicg.github.io/background-sync/spec/).
 */
const TAG = "outbox";

/** Have it do so, where it can. */
export async function callWorker(registration) {
  await registration?.sync?.register(TAG).catch(() => {}); // not allowed
}
