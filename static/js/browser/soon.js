/** A function that calls `call` once, a moment after it was first called. */
export function soon(call, ms = 30) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      call();
    }, ms);
  };
}
