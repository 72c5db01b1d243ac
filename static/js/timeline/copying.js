/** A button in each block of code that copies it. */
import { say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";

const SHOWN_MS = 2_000;

export function addCopying(body) {
  for (const block of body.querySelectorAll("pre"))
    if (!block.querySelector("button")) block.append(stamp("copy-code"));
}

/** What is in its block goes to the clipboard; the button says so for a moment. */
export async function copyCode(button) {
  const { textContent } = button.parentElement.querySelector("code");
  await navigator.clipboard.writeText(textContent.replace(/\n$/, ""));
  const label = button.ariaLabel;
  button.classList.add("is-done");
  button.ariaLabel = say("Copied");
  setTimeout(() => {
    button.classList.remove("is-done");
    button.ariaLabel = label;
  }, SHOWN_MS);
}
