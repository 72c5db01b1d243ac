/** What another app shares: kept, until a page has asked where it is to be said. */
import { keep } from "../browser/database.js";
import { SHARED } from "../browser/sharing.js";

const WORDS = ["title", "text", "url"];

/** The answer to what chat/web/app/manifest.py has a phone send. */
export async function takeShared(request) {
  const form = await request.formData();
  const words = new Set(WORDS.map((name) => form.get(name)?.trim()).filter(Boolean));
  const files = form.getAll("files").filter(({ size }) => size > 0);
  await keep("shared", SHARED, { text: [...words].join("\n"), files });
  return Response.redirect("/#shared", 303);
}
