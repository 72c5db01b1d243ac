/** How large pictures are shown. */

/** The sides of a picture that is to fit in so much; it is never larger than it is. */
export function fitting({ width, height }, most, highest) {
  const scale = Math.min(1, most / width, highest / height);
  return [width, height].map((side) => Math.ceil(side * scale));
}
