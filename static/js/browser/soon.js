// No frame is drawn while nobody can see the page.
const UNSEEN_MS = 200;

/**
 * A function that calls `call` once, `ms` after it was first called, or with `ms` of 0 in
 * the next frame that is drawn: what many have asked for is done once. To wait for a
 * frame has one drawn, and most of what is asked for changes nothing that is seen.
 * Its `cancel()`: it is wanted no more.
 */
export function soon(call, ms = 30) {
  let isDue = false;
  let frame = null;
  let timer = null;
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    isDue = false;
  };
  const run = () => {
    cancel();
    call();
  };
  const ask = () => {
    if (isDue) return;
    isDue = true;
    if (!ms) frame = requestAnimationFrame(run);
    timer = setTimeout(run, ms || UNSEEN_MS);
  };
  return Object.assign(ask, { cancel });
}
