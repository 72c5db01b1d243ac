/** The table of all emoji, in the page's language; fetched when it is first wanted. */
import { EmojiTable } from "../../core/writing/emoji.js";

class EmojiSource {
  /** An `EmojiTable`; null until it is here. */
  table = null;
  #coming = null;

  /** Have the table. It rejects where it cannot be fetched; the next time tries again. */
  async load() {
    if (this.table) return;
    this.#coming ??= fetched(document.getElementById("emoji-dialog").dataset.table);
    try {
      this.table = await this.#coming;
    } finally {
      this.#coming = null;
    }
  }
}

/** One for the page: the dialog and the completion have the same. */
export const emojiSource = new EmojiSource();

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return new EmojiTable(await answer.json());
}
