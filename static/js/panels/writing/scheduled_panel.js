/** What is sent later, and what could not be: each can be changed, sent now, let be. */
import { asField } from "../../browser/moments.js";
import { comingText } from "../../dom/coming.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { nearTo } from "../../dom/near.js";
import { Rows } from "../lists/rows.js";
import { say } from "../../words/words.js";

export class ScheduledPanel {
  #dialog = document.getElementById("scheduled-dialog");
  #rows = new Rows(this.#dialog, {
    ...{ row: "scheduled-row", stop: "button" },
    keyOf: ({ id }) => id,
    fill: (row, each) => this.#fill(row, each),
  });
  #editor = document.getElementById("reschedule-dialog");
  #form = new FormDialog(this.#editor);
  #chat;
  #times;

  constructor({ chat, times }) {
    [this.#chat, this.#times] = [chat, times];
    this.#rows.list.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.#act(button.dataset.act, button.closest("li"));
    });
    chat.signals.observe({ later: () => this.#dialog.open && this.#write() });
  }

  show() {
    this.#rows.refuse("");
    this.#write();
    this.#dialog.showModal();
    (this.#rows.list.querySelector("button") ?? this.#close).focus();
  }

  #write() {
    this.#rows.write(this.#chat.kept.later.all);
  }

  #fill(row, { conversation, name, body, at, error, detail = "" }) {
    const place = this.#chat.conversations.called(conversation, name);
    const part = (selector) => row.querySelector(selector);
    part(".found-author").textContent = place;
    const time = part("time");
    time.dateTime = at;
    time.textContent = comingText(this.#times, new Date(at), new Date());
    part(".found-text").textContent = body;
    part(".scheduled-error").textContent = error ? detail : "";
    for (const [act, label] of labels(place))
      part(`[data-act=${act}]`).ariaLabel = part(`[data-act=${act}]`).title = label;
  }

  async #act(what, row) {
    const one = this.#chat.kept.later.all.find(({ id }) => id === row.dataset.key);
    if (!one) return;
    if (what === "edit") return this.#edit(one);
    const near = nearTo(row);
    const { later } = this.#chat.kept;
    try {
      this.#rows.refuse("");
      await (what === "now" ? later.change(one, { now: true }) : later.cancel(one));
      (near()?.querySelector("button") ?? this.#close).focus();
    } catch (refusal) {
      this.#rows.refuse(refusal.message);
    }
  }

  #edit(one) {
    const known = { body: one.body, at: asField(new Date(one.at)) };
    this.#form.open(known, ({ body, at }, signal) => {
      const changes = { body: body.value };
      if (at.value !== known.at) changes.at = new Date(at.value).toISOString();
      return this.#chat.kept.later.change(one, changes, signal);
    });
    this.#editor.querySelector("textarea").focus();
  }

  get #close() {
    return this.#dialog.querySelector("[data-close]");
  }
}

function labels(name) {
  return [
    ["edit", say("Change what is sent to {name}", { name })],
    ["now", say("Send it to {name} now", { name })],
    ["cancel", say("Do not send it to {name}", { name })],
  ];
}
