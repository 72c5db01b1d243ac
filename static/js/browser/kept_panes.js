/**
 * Which conversations stand side by side, and how wide, and whether their people stand
 * beside them; until their person logs out.
 */
export class KeptPanes {
  #areKept = true;
  #storage;
  #key;
  #membersKey;

  constructor({ storage, person }) {
    this.#storage = storage;
    this.#key = `chatsite.panes.${person}`;
    this.#membersKey = `chatsite.members.${person}`;
  }

  /** Whether a conversation's people stand beside it. */
  get hasMembers() {
    return this.#storage.getItem(this.#membersKey) !== null;
  }

  /** `first_paint.js` keeps their room. */
  keepMembers(areOpen) {
    if (areOpen && this.#areKept) this.#storage.setItem(this.#membersKey, "1");
    else this.#storage.removeItem(this.#membersKey);
  }

  /** `{ panes, at }`: `{ id, width }` of each, and the place of the current one. */
  get() {
    try {
      const { panes, at } = JSON.parse(this.#storage.getItem(this.#key));
      const isPane = ({ id, width }) => Number.isInteger(id) && width > 0;
      return { panes: panes.filter(isPane), at: Number(at) || 0 };
    } catch {
      return { panes: [], at: 0 };
    }
  }

  keep(panes, at) {
    if (this.#areKept) this.#storage.setItem(this.#key, JSON.stringify({ panes, at }));
  }

  /** Forget them, and keep no more. */
  clear() {
    this.#areKept = false;
    this.#storage.removeItem(this.#key);
    this.#storage.removeItem(this.#membersKey);
  }
}
