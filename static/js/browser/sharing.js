/** What is being shared, as pages and the worker have it in common. */

/** Where what another app shares is kept, beside what this one is sharing, by its ids. */
export const SHARED = "shared";

/** The lock of whoever is at it, a page or the worker: nobody else sends it meanwhile. */
export function lockOf(id) {
  return `chatsite.sharing.${id}`;
}

/** Ask the address of a file, as `Upload` does. */
export function asking(href, method, { offset, body, signal }) {
  const headers = offset === undefined ? {} : { "Upload-Offset": offset };
  return fetch(href, { method, headers, body, signal });
}
