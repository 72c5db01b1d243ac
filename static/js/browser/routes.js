/** Which conversation is at which address; chat/web/urls.py has the same. */

const WAYS = { "#": "rooms", "@": "direct", "&": "groups" };
const MARKS = Object.fromEntries(Object.entries(WAYS).map(([mark, way]) => [way, mark]));

export function addressOf({ name }) {
  if (name === "#lobby") return "/";
  return `/${WAYS[name[0]]}/${encodeURIComponent(name.slice(1))}/`;
}

/** What an address needs to know of a conversation, by its name. */
export function placeNamed(name) {
  return { isRoom: name[0] === "#", name, label: name.slice(1) };
}

export function directAddress(name) {
  return `/direct/${encodeURIComponent(name)}/`;
}

/** Of one message in a conversation. */
export function permalinkOf({ name }, seq) {
  return `/${WAYS[name[0]]}/${encodeURIComponent(name.slice(1))}/${seq}/`;
}

/** The number of the message at an address of this site, or undefined. */
export function seqAt(path) {
  const [, seq] = path.match(/^\/(?:rooms|direct|groups)\/[^/]+\/(\d{1,15})\/$/) ?? [];
  return seq && Number(seq);
}

/** The name of the conversation at an address of this site, or null. */
export function nameAt(path) {
  if (path === "/") return "#lobby";
  const at = /^\/(rooms|direct|groups)\/([^/]+)\/(?:\d{1,15}\/)?$/;
  const [, way, label] = path.match(at) ?? [];
  return label ? MARKS[way] + decodeURIComponent(label) : null;
}
