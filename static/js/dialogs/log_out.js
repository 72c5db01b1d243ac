/** Logging out forgets what was typed here; it asks first if something waits. */
import { FormDialog } from "./form_dialog.js";

/** `count()` is how many messages wait to be sent, `clear()` forgets them and all. */
export function clearAtLogOut({ form, dialog, count, clear }) {
  const question = new FormDialog(dialog);
  const text = dialog.querySelector(".dialog-lead");
  const leave = () => {
    clear();
    form.submit(); // asks nothing again
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!count()) return leave();
    text.textContent = waitingText(count());
    form.closest("[popover]").hidePopover();
    question.open({}, leave);
  });
}

export function waitingText(count) {
  return count === 1
    ? "A message waits to be sent. If you log out now, it is lost."
    : `${count} messages wait to be sent. If you log out now, they are lost.`;
}
