/** The browser's clock and timers, as the classes without a DOM take them in. */
export const clock = {
  now: () => Date.now(),
  /** The moment that the wire writes so. */
  read: (text) => Date.parse(text),
  after: (ms, call) => setTimeout(call, ms),
  cancel: (timer) => clearTimeout(timer),
};
