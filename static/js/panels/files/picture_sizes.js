/** All there is of a picture for a browser to choose from, as in `srcset`. */
import { fitting } from "../../core/files/pictures.js";

const SIDES = [320, 480, 1600];
// What few browsers show themselves, and what none does as a picture.
const UNSHOWN = ["image/heic", "application/pdf"];

export function sizesOf({ href, media, ...sides }) {
  const smaller = SIDES.map((side) => {
    const [width] = fitting(sides, side, side);
    return [`${href}?thumbnail=${side}.webp`, `${width}w`];
  });
  const whole = UNSHOWN.includes(media) ? [] : [[href, `${sides.width}w`]];
  return [...smaller, ...whole].map((each) => each.join(" ")).join(", ");
}
