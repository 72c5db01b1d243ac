/**
 * A list is one stop of the Tab key, however long it is; arrows lead on in it. The stop
 * is where the focus was last, as long as that is there.
 */
const CHANGES = { childList: true, subtree: true, attributes: true };
const rovings = new WeakMap();

export class Roving {
  #stop = null;
  #isInUse = false;
  #list;
  #selector;
  #taken;
  #first;
  #empty;

  /**
   * The items are what `selector` finds in the `list`; what `inner` finds in them is no
   * stop. `first(list)` says where Tab stops while the focus is elsewhere, and `empty`
   * is the stop while there are no items.
   */
  constructor(list, selector, { inner, first = () => null, empty = null } = {}) {
    this.#list = list;
    this.#selector = selector;
    this.#taken = inner ? `${selector}, ${inner}` : selector;
    this.#first = first;
    this.#empty = empty;
    rovings.set(list, this);
    list.addEventListener("focusin", ({ target }) => this.#focused(target));
    list.addEventListener("focusout", ({ relatedTarget }) => {
      // Where it goes nowhere, what had it may have gone, and it comes back.
      if (relatedTarget) this.#isInUse = list.contains(relatedTarget);
    });
    this.#take(list);
    this.#moveTo(this.#choice);
    const observer = new MutationObserver((records) => this.#changed(records));
    observer.observe(list, { ...CHANGES, attributeFilter: ["hidden", "aria-current"] });
  }

  /** Where Tab stops in the list that `element` is or is in; null if there is none. */
  static stopNear(element) {
    for (let each = element; each; each = each.parentElement)
      if (rovings.has(each)) return rovings.get(each).#stop;
    return null;
  }

  get #all() {
    return this.#list.querySelectorAll(this.#selector);
  }

  get #choice() {
    const chosen = this.#first(this.#list);
    return isOffered(chosen) ? chosen : ([...this.#all].find(isOffered) ?? null);
  }

  #focused(target) {
    const item = target.closest(this.#selector);
    this.#isInUse = true;
    if (item) this.#moveTo(item);
  }

  #moveTo(item) {
    if (this.#stop && this.#stop !== item) this.#stop.tabIndex = -1;
    this.#stop = item;
    if (item) item.tabIndex = 0;
    if (this.#empty) this.#empty.tabIndex = item ? -1 : 0;
  }

  #changed(records) {
    for (const { addedNodes } of records)
      for (const node of addedNodes) this.#take(node);
    const stays = this.#isInUse || this.#first(this.#list) === null;
    if (stays && isOffered(this.#stop)) return;
    this.#moveTo(this.#near(records) ?? this.#choice);
  }

  #take(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const found = node.matches(this.#taken) ? [node] : [];
    for (const each of [...found, ...node.querySelectorAll(this.#taken)])
      if (each !== this.#stop) each.tabIndex = -1;
  }

  /** What stood beside the stop, if that was taken away. */
  #near(records) {
    if (!this.#stop || this.#stop.isConnected) return null;
    const lost = records.find(({ removedNodes }) =>
      [...removedNodes].some((node) => node.contains(this.#stop)),
    );
    if (!lost) return null;
    const beside = [lost.nextSibling, lost.previousSibling].map((node) =>
      this.#itemIn(node),
    );
    return beside.find(isOffered) ?? null;
  }

  #itemIn(node) {
    if (node?.nodeType !== Node.ELEMENT_NODE) return null;
    return node.matches(this.#selector) ? node : node.querySelector(this.#selector);
  }
}

/** It may be in a drawer that is closed just now. */
function isOffered(item) {
  return item?.isConnected === true && item.closest("[hidden]") === null;
}
