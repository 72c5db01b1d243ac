/** Which conversation is at which address; chat/web/urls.py has the same. */

export function addressOf({ isRoom, name, label }) {
  if (name === "#lobby") return "/";
  return `/${isRoom ? "rooms" : "direct"}/${encodeURIComponent(label)}/`;
}

export function directAddress(name) {
  return `/direct/${encodeURIComponent(name)}/`;
}

/** The name of the conversation at an address of this site, or null. */
export function nameAt(path) {
  if (path === "/") return "#lobby";
  const [, kind, label] = path.match(/^\/(rooms|direct)\/([^/]+)\/$/) ?? [];
  return label ? (kind === "rooms" ? "#" : "@") + decodeURIComponent(label) : null;
}
