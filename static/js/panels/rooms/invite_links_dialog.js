/**
 * Links by which others come into a room, or onto the site: made here, handed on, and
 * revoked; and who has come by them.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { copyText } from "../messages/copying.js";
import { follow } from "../../dom/follow.js";
import { inUnit } from "./room_setting_rows.js";
import { newRow } from "../settings/settings_dialog.js";
import { factsOf } from "../../core/rooms/invite_links.js";
import { say } from "../../words/words.js";
import { stamp } from "../../dom/stamp.js";

const DAY_SECONDS = 86_400;
const NONE = "";
const CHOICES = [
  {
    key: "link-seconds",
    name: say("Ends after"),
    values: [
      ...[1, 7, 30].map((days) => [String(days * DAY_SECONDS), inUnit(days, "day")]),
      [NONE, say("Never")],
    ],
    usual: String(7 * DAY_SECONDS),
  },
  {
    key: "link-uses",
    name: say("For how many"),
    values: [...["1", "10", "100"].map((count) => [count, count]), [NONE, say("No limit")]],
    usual: NONE,
  },
  {
    key: "link-guests",
    name: say("Guests, too"),
    values: [["yes", say("Yes")], ["no", say("No")]],
    usual: "yes",
  },
];

export class InviteLinksDialog {
  #dialog = document.getElementById("invite-links-dialog");
  #links = [];
  #room = null;
  /** The last one of the page that came last. */
  #last;
  #chosen = {};
  #chat;
  #site;
  #tell;

  /** `tell(text)` shows a notice. */
  constructor({ chat, tell }) {
    [this.#chat, this.#tell] = [chat, tell];
    this.#site = document.querySelector(".wordmark-name").textContent;
    const rows = CHOICES.map(({ key, usual, ...row }) => {
      this.#chosen[key] = usual;
      return newRow({ key, ...row, set: (value) => (this.#chosen[key] = value) });
    });
    this.#part(".invite-link-choices").replaceChildren(...rows);
    for (const [key, value] of Object.entries(this.#chosen))
      this.#part(`[name=${key}][value="${value}"]`).checked = true;
    this.#part(".invite-link-make").addEventListener("click", () => this.#make());
    this.#part(".found-more").addEventListener("click", () => this.#list(this.#last));
    closeByButtonOrOutside(this.#dialog);
  }

  /** Those into a room; without one, those onto the site. */
  show(room) {
    [this.#room, this.#links] = [room, []];
    this.#part(".invite-links-of").textContent = room?.name ?? this.#site;
    this.#draw(false);
    this.#dialog.showModal();
    this.#part(".invite-link-make").focus();
    return this.#list();
  }

  #list(before) {
    return this.#attempt(async () => {
      const where = { conversation: this.#room?.id, before };
      const { links, more } = await this.#chat.commands.page({ type: "invite_links", ...where });
      this.#last = links.at(-1)?.link;
      // Of the site alone: those of rooms stand with their rooms.
      const own = links.filter(({ conversation }) => conversation === this.#room?.id);
      this.#links.push(...own);
      this.#draw(more);
    });
  }

  #make() {
    const { "link-seconds": seconds, "link-uses": uses, "link-guests": guests } = this.#chosen;
    return this.#attempt(async () => {
      const { link } = await this.#chat.commands.page({
        type: "create_invite_link",
        conversation: this.#room?.id,
        seconds: Number(seconds) || undefined,
        uses: Number(uses) || undefined,
        guests: guests === "yes",
      });
      this.#links.unshift(link);
      this.#draw(!this.#part(".found-more").hidden);
      this.#part("li [data-act=copy]").focus();
    });
  }

  #revoke({ link: number }) {
    return this.#attempt(async () => {
      const { link } = await this.#chat.commands.page({ type: "revoke_invite_link", link: number });
      this.#links = this.#links.map((each) => (each.link === number ? link : each));
      this.#draw(!this.#part(".found-more").hidden);
    });
  }

  #draw(more) {
    follow(this.#part("ul"), this.#links, {
      keyOf: ({ link }) => link,
      rowKey: (row) => row.dataset.link,
      make: () => stamp("invite-link-row"),
      fill: (row, link) => this.#fill(row, link),
    });
    this.#part(".found-more").hidden = !more;
  }

  #fill(row, link) {
    row.dataset.link = link.link;
    row.classList.toggle("is-over", link.over === true);
    const { href } = new URL(link.url, location.href);
    const part = (selector) => row.querySelector(selector);
    part(".invite-link-url").textContent = href;
    part(".invite-link-facts").textContent = factsOf(link, this.#facts).join(" · ");
    part(".invite-link-came").textContent = cameBy(link);
    const acts = {
      copy: () => this.#copy(href),
      share: () => navigator.share({ url: href }).catch(() => {}), // they have closed it
      code: () => turnCode(row, link),
      revoke: () => this.#revoke(link),
    };
    for (const [act, call] of Object.entries(acts)) {
      part(`[data-act=${act}]`).onclick = call;
      part(`[data-act=${act}]`).hidden = link.over === true;
    }
    part("[data-act=share]").hidden ||= !navigator.share;
  }

  get #facts() {
    return { you: this.#chat.you, shownAt: (at) => new Date(at) };
  }

  async #copy(href) {
    if (await copyText(href, this.#tell)) this.#tell(say("The link is copied."));
  }

  async #attempt(act) {
    this.#part(".dialog-error").textContent = "";
    try {
      await act();
    } catch (refusal) {
      this.#part(".dialog-error").textContent = refusal.message;
    }
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}

/** The code, which the site draws when somebody wants to see it, or no more. */
function turnCode(row, { url }) {
  const image = row.querySelector(".invite-link-code");
  image.onload = () => image.scrollIntoView({ block: "nearest" });
  image.src ||= `${new URL(url, location.href).pathname}qr.svg`;
  image.hidden = !image.hidden;
  row.querySelector("[data-act=code]").ariaExpanded = String(!image.hidden);
}

function cameBy({ came }) {
  const names = came.map(({ name }) => name);
  return names.length ? say("Came by it: {names}", { names }) : "";
}
