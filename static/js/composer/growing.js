/** Let a text area be as high as its text, where the style sheet cannot. */
const byStyleSheet = CSS.supports("field-sizing", "content");

export function fitHeight(area) {
  if (byStyleSheet) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/**
 * Enter that is meant for us: not a line break, and not the end of an IME's composing.
 */
export function isPlainEnter(event) {
  const isComposing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !isComposing;
}
