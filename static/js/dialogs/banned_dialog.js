/** The end: there is no way past this dialog but to the log-in page. */
export class BannedDialog {
  #dialog;
  #text;

  constructor(dialog) {
    this.#dialog = dialog;
    this.#text = dialog.querySelector("#banned-text");
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  show(detail) {
    this.#text.textContent = detail;
    if (!this.#dialog.open) this.#dialog.showModal();
  }
}
