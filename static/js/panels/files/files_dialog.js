/** Where the files of a message are: links that need no log-in, for a week. */
import { PeopleDialog } from "../lists/people_dialog.js";
import { sizeText } from "../../core/files/size.js";
import { stamp } from "../../dom/stamp.js";

export class FilesDialog {
  #dialog = new PeopleDialog(document.getElementById("files-dialog"));
  #chat;

  constructor({ chat }) {
    this.#chat = chat;
  }

  show({ id, log }, { seq }) {
    const asked = { type: "files", conversation: id, epoch: log.epoch, seq };
    const ask = async (signal) => {
      const { files } = await this.#chat.commands.page(asked, signal);
      return files.map(newRow);
    };
    return this.#dialog.show(ask, "");
  }
}

function newRow({ name, size, href }) {
  const row = stamp("files-row");
  const link = row.querySelector("a");
  [link.href, link.textContent] = [href, name];
  row.querySelector("bdi").textContent = sizeText(size);
  return row;
}
