/**
 * The lists at the side: rooms, private conversations, people; and the filter above.
 */
import { fillAvatar } from "../dom/avatars.js";
import { fold } from "../core/fold.js";
import { follow } from "../dom/follow.js";
import { addressOf, directAddress } from "../browser/routes.js";
import { number, say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";
import { unreadText } from "../dom/text.js";

export class SidebarView {
  #filter = "";
  #root;
  #input;
  #you;
  #open;

  /** `open(link)` is called for the filter's first find. */
  constructor({ root, you, open }) {
    this.#root = root;
    this.#you = you;
    this.#open = open;
    this.#input = this.#find("#filter-text");
    this.#input.addEventListener("input", () => this.#filterBy(this.#input.value));
    this.#input.addEventListener("keydown", (event) => this.#keyInFilter(event));
    this.#find("#filter").addEventListener("submit", (event) => this.#openFirst(event));
  }

  /** All conversations, the open one, who is here, and where something was refused. */
  showConversations({ conversations: { rooms, directs }, current, people, postman }) {
    const context = { current, people, refusedIn: postman.refusedIn };
    const fill = (row, each) => fillConversation(row, each, context);
    const keyOf = (each) => each.id ?? each.name;
    const rowKey = ({ firstElementChild: link }) =>
      link.dataset.conversation || link.dataset.conversationName;
    const make = () => stamp("conversation-link");
    follow(this.#find("#rooms"), rooms, { keyOf, rowKey, make, fill });
    follow(this.#find("#directs"), directs, { keyOf, rowKey, make, fill });
    this.#applyFilter();
  }

  /** Who is here; `blocks`: whom of them one does not hear. */
  showPeople(names, blocks) {
    follow(this.#find("#people"), names, {
      keyOf: (name) => name,
      rowKey: (row) => row.firstElementChild.dataset.name,
      make: () => stamp("person"),
      fill: (row, name) => this.#fillPerson(row, name, blocks),
    });
    this.#find("#people-count").textContent = number(names.length);
    this.#applyFilter();
  }

  /** This person is called otherwise. */
  showYou() {
    const button = this.#find(".you");
    fillAvatar(button.querySelector(".avatar"), this.#you.name);
    button.querySelector(".you-name").textContent = this.#you.name;
  }

  focusFilter() {
    this.#input.focus();
    this.#input.select();
  }

  clearFilter() {
    this.#input.value = "";
    this.#filterBy("");
  }

  #fillPerson(row, name, blocks) {
    const link = row.firstElementChild;
    link.classList.toggle("is-blocked", blocks.hasName(name));
    if (link.dataset.name === name) return;
    link.dataset.name = name;
    link.href = directAddress(name);
    link.title = say("Double-click or press Enter to write to {name}", { name });
    link.classList.toggle("is-you", name === this.#you.name);
    fillAvatar(link.querySelector(".avatar"), name);
    link.querySelector(".person-name").textContent = name;
    row.querySelector(".row-more").ariaLabel = say("More about {name}", { name });
  }

  #filterBy(text) {
    this.#filter = fold(text.trim().replace(/^[#@]/, ""));
    this.#applyFilter();
  }

  #applyFilter() {
    const rows = [...this.#root.querySelectorAll(".link-list > li")];
    for (const row of rows) row.hidden = !matches(row.firstElementChild, this.#filter);
    this.#find("#filter-hint").hidden = rows.some((row) => !row.hidden);
  }

  #keyInFilter(event) {
    if (event.key === "ArrowDown") this.#shownLinks()[0]?.focus();
    else if (event.key === "Escape" && this.#input.value) this.clearFilter();
    else return;
    event.preventDefault();
  }

  #openFirst(event) {
    event.preventDefault();
    const link = this.#shownLinks()[0];
    this.clearFilter();
    if (link) this.#open(link);
  }

  #shownLinks() {
    return [...this.#root.querySelectorAll(".link-list > li:not([hidden]) > a")];
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

function fillConversation(row, conversation, { current, people, refusedIn }) {
  const { name, openedAs, label, unread, isRoom } = conversation;
  const link = row.firstElementChild;
  link.dataset.conversation = conversation.id ?? "";
  link.dataset.conversationName = name;
  link.href = addressOf(conversation);
  link.classList.toggle("room", isRoom);
  link.classList.toggle("direct", !isRoom);
  link.classList.toggle("gone", conversation.gone);
  link.classList.toggle("private", conversation.private);
  link.classList.toggle("has-unread", unread > 0);
  if (conversation === current) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  link.querySelector(".conversation-label").textContent = label;
  row.querySelector(".row-more").ariaLabel = say("More about {name}", { name: label });
  link.querySelector(".unsent").hidden = ![name, openedAs].some((each) => refusedIn.has(each));
  link.querySelector(".badge").hidden = unread === 0;
  link.querySelector(".badge-count").textContent = unreadText(unread);
  const avatar = link.querySelector(".avatar");
  fillAvatar(avatar, label);
  avatar.classList.toggle("online", !isRoom && people.isHere(conversation));
}

function matches(link, filter) {
  const name = link.dataset.name ?? link.dataset.conversationName.slice(1);
  return filter === "" || fold(name).includes(filter);
}
