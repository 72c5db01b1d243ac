/** Which conversation is at which address; chat/web/urls.py has the same. */

export function addressOf({ isRoom, name, label }) {
  if (name === "#lobby") return "/";
  return `/${isRoom ? "rooms" : "direct"}/${encodeURIComponent(label)}/`;
}

/** What an address needs to know of a conversation, by its name. */
export function placeNamed(name) {
  return { isRoom: name[0] === "#", name, label: name.slice(1) };
}

export function directAddress(name) {
  return `/direct/${encodeURIComponent(name)}/`;
}

/** Of one message in a conversation. */
export function permalinkOf({ isRoom, label }, seq) {
  return `/${isRoom ? "rooms" : "direct"}/${encodeURIComponent(label)}/${seq}/`;
}

/** The number of the message at an address of this site, or undefined. */
export function seqAt(path) {
  const [, seq] = path.match(/^\/(?:rooms|direct)\/[^/]+\/(\d{1,15})\/$/) ?? [];
  return seq && Number(seq);
}

/** The name of the conversation at an address of this site, or null. */
export function nameAt(path) {
  if (path === "/") return "#lobby";
  const at = /^\/(rooms|direct)\/([^/]+)\/(?:\d{1,15}\/)?$/;
  const [, kind, label] = path.match(at) ?? [];
  return label ? (kind === "rooms" ? "#" : "@") + decodeURIComponent(label) : null;
}
