/**
 * Whether the site hands out something newer than this, by what `welcome` tells and by
 * what this is made of: `{ version, build }`. While a site is being updated an older
 * process may welcome a newer page.
 */
export function isNewer(told, own) {
  if (!told.version) return false; // it is of the version before
  const [theirs, ours] = [told, own].map(({ version }) => version.split(".").map(Number));
  const place = theirs.findIndex((number, at) => number !== ours[at]);
  if (place >= 0) return theirs[place] > ours[place];
  return Boolean(told.build && own.build) && told.build !== own.build;
}
