/** Let a text area be as high as its text, where the style sheet cannot. */
import { isTypedOnScreen } from "./touch.js";

const byStyleSheet = CSS.supports("field-sizing", "content");

export function fitHeight(area) {
  if (byStyleSheet) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/**
 * Enter that is meant for us: not a line break, and not the end of an IME's composing.
 * With Ctrl, or ⌘, it always is; with Alt it is sent later. A keyboard on the screen has no Shift to break lines
 * with: there Enter does, and the button sends; `data-enter` of the page says otherwise.
 */
export function isSend({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing, keyCode }) {
  if (key !== "Enter" || shiftKey || altKey || isComposing || keyCode === 229) return false;
  const usual = isTypedOnScreen() ? "breaks" : "sends";
  const { enter = usual } = document.documentElement.dataset;
  return ctrlKey || metaKey || enter !== "breaks";
}
