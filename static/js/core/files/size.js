/** How large something is, as people read it: in a unit of which there are few, 1.2 MB. */
import { say } from "../../words/words.js";

const LARGEST = 4;

export function sizeText(bytes) {
  let [unit, at] = [1, 0];
  for (; at < LARGEST && Math.round(bytes / unit) >= 1000; at += 1) unit *= 1000;
  const tenths = Math.round((10 * bytes) / unit);
  const amount = at && tenths < 100 ? tenths / 10 : Math.round(bytes / unit);
  const texts = [
    say("{amount} B", { amount }),
    say("{amount} kB", { amount }),
    say("{amount} MB", { amount }),
    say("{amount} GB", { amount }),
    say("{amount} TB", { amount }),
  ];
  return texts[at];
}
