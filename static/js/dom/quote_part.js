/** What a reply shows of the message that it answers, in its row or above the composer. */
import { say } from "../words/words.js";

/** Nothing is quoted of those in `blocks`. */
export function fillQuote(part, quote, blocks) {
  const isShut = blocks.has(quote.author);
  const { from, action, deleted } = quote;
  part.querySelector(".quote-author").textContent = isShut ? "" : from;
  const words = part.querySelector(".quote-words");
  words.classList.toggle("is-told", isShut || deleted === true);
  words.classList.toggle("is-done", action === true);
  if (isShut) words.textContent = say("A message of somebody you blocked");
  else words.textContent = deleted ? say("deleted") : quote.body;
}
