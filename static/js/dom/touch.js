/** Whether the page is used by fingers, in the first place. */
export function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}

// What a browser's own bars leave of a screen is more; a keyboard takes a third and more.
const LEFT_BY_KEYBOARD = 0.75;

/** Whether a keyboard lies on the screen; where keys are real, the page has all of it. */
export function isTypedOnScreen() {
  return isTouch() && visualViewport.height < LEFT_BY_KEYBOARD * screen.height;
}
