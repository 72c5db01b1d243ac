/** Who is typing, in a sentence. */
import { typingText } from "../core/people/typing.js";

export class TypingView {
  #root;

  constructor(root) {
    this.#root = root;
  }

  show(names) {
    this.#root.textContent = typingText(names);
  }
}
