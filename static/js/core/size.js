/** How large something is, as people read it: in a unit of which there are few, 1.2 MB. */
const UNITS = ["kB", "MB", "GB", "TB"];

export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  let [amount, unit] = [bytes / 1000, 0];
  for (; amount >= 999.5 && unit < UNITS.length - 1; unit += 1) amount /= 1000;
  return `${amount.toFixed(amount < 9.95 ? 1 : 0)} ${UNITS[unit]}`;
}
