/**
 * Whether the site hands out something newer than this, by what `welcome` tells and by
 * what this is made of: `{ version, build }`. While a site is being updated an older
 * process may welcome a newer page.
 */
export function isNewer(told, own) {
  if (!told.version) return false; // it is of the version before
  const [theirs, ours] = [told, own].map(({ version }) => numbers(version));
  const place = theirs.findIndex((number, at) => number !== ours[at]);
  if (place >= 0) return theirs[place] > ours[place];
  return Boolean(told.build && own.build) && told.build !== own.build;
}

/** What is behind a number, as in `1.2.0rc1`, does not count. */
function numbers(version) {
  return version.split(".").map((part) => Number(/^[0-9]{0,9}/.exec(part)[0]));
}
