/** On a narrow page the sidebar is a drawer. */
export class Drawer {
  constructor({ app, sidebar, conversation, shade }) {
    Object.assign(this, { app, sidebar, conversation });
    app.addEventListener("click", (event) => {
      const button = event.target.closest("[data-drawer]");
      if (button?.dataset.drawer === "open") this.open();
      else if (button) this.close();
    });
    shade.addEventListener("click", () => this.close());
    sidebar.addEventListener("keydown", (event) => {
      const isForMenu = sidebar.querySelector(":popover-open") !== null;
      if (event.key === "Escape" && !isForMenu) this.close();
    });
    matchMedia("(min-width: 48rem)").addEventListener("change", () => this.close());
  }

  get isOpen() {
    return this.app.classList.contains("drawer-is-open");
  }

  open() {
    this.app.classList.add("drawer-is-open");
    this.conversation.inert = true;
    this.sidebar.querySelector("[data-drawer=close]").focus();
  }

  close() {
    if (!this.isOpen) return;
    this.app.classList.remove("drawer-is-open");
    this.conversation.inert = false;
    this.app.querySelector("[data-drawer=open]").focus();
  }
}
