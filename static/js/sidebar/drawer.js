/** On a narrow page the sidebar is a drawer. */
const wide = matchMedia("(min-width: 48rem)");

export class Drawer {
  #app;
  #sidebar;
  #conversation;
  #watcher = null;

  constructor({ app, sidebar, conversation, shade }) {
    this.#app = app;
    this.#sidebar = sidebar;
    this.#conversation = conversation;
    app.addEventListener("click", (event) => {
      const button = event.target.closest("[data-drawer]");
      if (button?.dataset.drawer === "open") this.open();
      else if (button) this.close();
    });
    shade.addEventListener("click", () => this.close());
    sidebar.addEventListener("keydown", (event) => {
      const isForMenu = sidebar.querySelector(":popover-open") !== null;
      const isOpen = app.classList.contains("drawer-is-open");
      if (event.key !== "Escape" || isForMenu || !isOpen) return;
      event.preventDefault();
      this.close();
    });
    wide.addEventListener("change", () => this.close());
  }

  open() {
    this.#app.classList.add("drawer-is-open");
    this.#conversation.inert = true;
    // On a phone whoever goes back closes it, as they do a dialog, and stays where they are.
    this.#watcher = globalThis.CloseWatcher ? new CloseWatcher() : null;
    this.#watcher?.addEventListener("close", () => this.close());
    this.#sidebar.querySelector("[data-drawer=close]").focus();
  }

  close() {
    if (!this.#app.classList.contains("drawer-is-open")) return;
    this.#watcher?.destroy();
    this.#app.classList.remove("drawer-is-open");
    this.#conversation.inert = false;
    this.#app.querySelector("[data-drawer=open]").focus();
  }
}
