/** What somebody wants to have elsewhere is copied: code, the words of a message, its link. */
import { say } from "../../words/words.js";

const SHOWN_MS = 2_000;

/** Copy a text; returns whether it is. `tell(text)` says why it is not. */
export async function copyText(text, tell) {
  const isCopied = (await isWritten(text)) || isSelected(text);
  if (!isCopied) tell(say("Your browser does not let this page copy anything."));
  return isCopied;
}

/** Copy what is in the block of a button, which says so for a moment. */
export async function copyCode(button, tell) {
  const { textContent } = button.parentElement.querySelector("code");
  if (!(await copyText(textContent.replace(/\n$/, ""), tell))) return;
  button.classList.add("is-done");
  button.ariaLabel = say("Copied");
  setTimeout(() => {
    button.classList.remove("is-done");
    button.ariaLabel = button.title;
  }, SHOWN_MS);
}

async function isWritten(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // On plain http there is none, except on localhost: every LAN party.
    return false;
  }
}

/** As if somebody had selected it, and copied that. */
function isSelected(text) {
  const { activeElement } = document;
  const area = document.createElement("textarea");
  area.className = "visually-hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  activeElement.focus({ preventScroll: true });
  return isCopied;
}
