// No frame is drawn while nobody can see the page.
const UNSEEN_MS = 200;

/**
 * A function that calls `call` once, in the first frame that is drawn `ms` after it was
 * first called: what many have asked for is done once.
 */
export function soon(call, ms = 30) {
  let isDue = false;
  let frame = null;
  let timer = null;
  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    isDue = false;
    call();
  };
  const draw = () => {
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, UNSEEN_MS);
  };
  return () => {
    if (isDue) return;
    isDue = true;
    if (ms) setTimeout(draw, ms);
    else draw();
  };
}
