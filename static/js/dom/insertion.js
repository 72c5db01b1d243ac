/** Text that is put into what somebody writes, as if they had typed it. */

/**
 * Put a text in the place of what stands from `start` to `end`, and the cursor behind
 * it, or what is to be selected. The browser's own undo takes it back.
 */
export function insert(area, { start, end, put, select }) {
  area.focus();
  area.setSelectionRange(start, end);
  // Nothing else that browsers have leaves their list of what can be undone whole.
  const isDone = document.execCommand(put ? "insertText" : "delete", false, put);
  if (!isDone && start + put.length !== end) {
    area.setRangeText(put, start, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (select) area.setSelectionRange(...select);
}

/** What is written there, and what of it is selected. */
export function writtenIn({ value, selectionStart, selectionEnd }) {
  return { text: value, start: selectionStart, end: selectionEnd };
}
