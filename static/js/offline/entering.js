/** Where a phone leads to by the page's address: by a shortcut, or to share something. */
import { remove, valueOf } from "../browser/database.js";
import { SHARED } from "../browser/sharing.js";

const BUTTONS = { "#unread": "all-unread", "#search": "search-button" };

/** `share` is the way to where it is said what becomes of what was shared. */
export async function enter({ hash }, { share, follow }) {
  document.getElementById(BUTTONS[hash])?.click();
  const shared = hash === "#shared" && (await valueOf("shared", SHARED));
  if (shared) share((it) => it.show(shared, () => remove("shared", SHARED)));
  if (shared || BUTTONS[hash]) follow(); // whoever loads the page anew has been there
}
