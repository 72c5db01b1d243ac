/** Whether the page is used by fingers, in the first place. */
export function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}
