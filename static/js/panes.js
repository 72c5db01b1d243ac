/**
 * The panes of the page: one, and where there is room, others beside it. What makes
 * others is a panel, and fetched when a second one is wanted.
 */

// As wide as a phone, at least.
const LEAST_REM = 20;
const MOST = 4;
const wide = matchMedia("(min-width: 68.75rem)");

export class Panes {
  /** In the order in which they stand. */
  all = [];
  /** The one that somebody is at. */
  current = null;
  root;
  #chat;
  #isRestored = false;
  #kept;
  #make;
  #moved;
  #side;

  /**
   * `make(root)` makes a pane of an element; `kept` are those that stood here last;
   * `moved()` is called when somebody has gone to another one.
   */
  constructor({ root, chat, kept, panels, make, moved }) {
    [this.root, this.#chat, this.#kept] = [root, chat, kept];
    [this.#make, this.#moved] = [make, moved];
    const parts = { panes: this, chat, kept, moved };
    const newSide = ({ SideBySide }) => new SideBySide(parts);
    this.#side = panels.of(newSide, { isHeld: true });
    for (const type of ["focusin", "pointerdown", "click"])
      root.addEventListener(type, ({ target }) => this.#enter(target), true);
    wide.addEventListener("change", () => this.#restore());
  }

  /** What it hears of the chat's signals, before the panes do. */
  observer = {
    shown: (conversation) => {
      if (!this.of(conversation)) this.current.current = conversation;
    },
    turned: (conversation) => (this.current = this.of(conversation)),
    welcomed: () => this.#restore(),
  };

  /** Those that are seen. */
  get shown() {
    return this.all.filter(({ isHidden }) => !isHidden);
  }

  /** How many can be seen at once. */
  get fits() {
    if (!wide.matches) return 1;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const fits = Math.floor(this.root.clientWidth / (LEAST_REM * rem));
    return Math.max(1, Math.min(MOST, fits));
  }

  get hasRoom() {
    return this.all.length < this.fits;
  }

  /** The one that shows a conversation. */
  of(conversation) {
    return this.all.find(({ current }) => current === conversation);
  }

  /** The one that shows what is called so, or else the one that somebody is at. */
  named(name) {
    return this.all.find(({ current }) => current.name === name) ?? this.current;
  }

  /** Say something in a conversation, whether one of them shows it or not. */
  post(conversation, said) {
    const pane = this.of(conversation);
    if (pane) pane.post(said);
    else this.#chat.postman.post(conversation, said);
  }

  /** Have one more, of an element that stands in the page; somebody is at it. */
  add(root) {
    this.current = this.#make(root);
    const roots = [...this.root.children];
    this.all.push(this.current);
    this.all.sort((a, b) => roots.indexOf(a.root) - roots.indexOf(b.root));
  }

  /**
   * Have one more beside the current one for a conversation, if there is room then;
   * `open(isBeside)` opens it, in the one that is current.
   */
  addBeside(conversation, open) {
    this.#isRestored = true;
    this.#side((it) => {
      const isNew = this.hasRoom && !conversation.isOpen;
      if (isNew) it.add();
      open(isNew);
    });
  }

  /** A menu of what can be done with a conversation in the lists. */
  offer(button, open) {
    this.#side((it) => it.offer(button, open));
  }

  /** One of several goes, with its conversation. */
  close(conversation) {
    this.#side((it) => it.close(this.of(conversation)));
  }

  remove(pane) {
    this.all = this.all.filter((each) => each !== pane);
  }

  /** Those that stood here when this person was here last, once there is room. */
  async #restore() {
    if (this.#isRestored || (wide.matches && !this.#chat.connection.isConnected)) return;
    if (wide.matches && this.#kept.get().panes.length > 1) {
      this.#isRestored = true;
      await this.#side((it) => it.restore());
    }
    // In vain, maybe, or there is none any more: first_paint.js has kept room for them.
    this.root.style.paddingInline = "";
    this.root.classList.toggle("has-many", this.all.length > 1);
  }

  /** Somebody points at something in a pane, or goes there by keys. */
  #enter(target) {
    const pane = this.all.find(({ root }) => root.contains(target));
    if (!pane?.current || pane === this.current) return;
    this.#chat.turnTo(pane.current);
    this.#moved();
  }
}
