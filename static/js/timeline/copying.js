/** A button in each block of code that copies it: `panels/messages/copying.js` does. */
import { stamp } from "../dom/stamp.js";

export function addCopying(body) {
  for (const block of body.querySelectorAll("pre"))
    if (!block.querySelector("button")) block.append(stamp("copy-code"));
}
