/** What another app shares with this one: where is it to be said? */
import { FormDialog } from "../../dialogs/form_dialog.js";

export class ShareDialog {
  #root = document.getElementById("share-dialog");
  #form = new FormDialog(this.#root);
  #chat;
  #open;
  #panes;
  #sharing;

  /** `sharing` is the way to where files are shared; `panes()`: see `Panes`. */
  constructor({ chat, open, panes, sharing }) {
    [this.#chat, this.#open, this.#panes] = [chat, open, panes];
    this.#sharing = sharing;
  }

  /** Ask, and lead there with what is `shared`: {text, files}; then, anyway, `done()`. */
  show(shared, done) {
    const { rooms, directs } = this.#chat.conversations;
    const places = [...rooms, ...directs].filter(({ id }) => id !== null);
    const options = places.map((each) => new Option(each.called, each.id));
    this.#root.querySelector("select").replaceChildren(...options);
    this.#root.addEventListener("close", done, { once: true });
    this.#form.open({}, ({ place }) => {
      this.#lead(this.#chat.conversations.byId(Number(place.value)), shared);
    });
  }

  #lead(place, { text, files }) {
    this.#open(place.name);
    const written = text ? { text, done: () => {} } : null;
    if (files.length) this.#sharing((it) => it.show(place, { given: files, written }));
    else this.#panes().current.composer.giveBack(place.name, text);
  }
}
