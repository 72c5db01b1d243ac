/** Where a phone leads to by the page's address: by a shortcut, or to share something. */
import { remove, valueOf } from "../browser/database.js";

/** Where what another app shares is kept, beside what this one is sharing, by its ids. */
export const SHARED = "shared";
const BUTTONS = { "#unread": "all-unread", "#search": "search-button" };

/** `share` is the way to where it is said what becomes of what was shared. */
export async function enter({ hash }, { share, follow }) {
  document.getElementById(BUTTONS[hash])?.click();
  const shared = hash === "#shared" && (await valueOf("shared", SHARED));
  if (shared) share((it) => it.show(shared, () => remove("shared", SHARED)));
  if (shared || BUTTONS[hash]) follow(); // whoever loads the page anew has been there
}
