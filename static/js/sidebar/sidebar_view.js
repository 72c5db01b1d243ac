/** The lists at the side: rooms, private conversations, people. */
import { fillAvatar } from "../dom/avatars.js";
import { follow } from "../dom/follow.js";
import { addressOf, directAddress } from "../browser/routes.js";
import { signOf } from "../core/reading/unread.js";
import { number, say } from "../words/words.js";
import { stamp } from "../dom/stamp.js";
import { unreadText } from "../dom/text.js";

// What each row shows: all are gone through whenever something is said, and few change.
const shown = new WeakMap();
const KINDS = ["room", "direct", "group"];

export class SidebarView {
  #root;
  #you;

  constructor({ root, you }) {
    this.#root = root;
    this.#you = you;
  }

  /** All conversations, the open one, who is here, and where something was refused. */
  showConversations({ conversations: { rooms, directs }, current, people, postman }) {
    const context = { current, people, refusedIn: postman.refusedIn };
    const fill = (row, each) => show(row, factsOf(each, context));
    const keyOf = (each) => each.id ?? each.name;
    const rowKey = ({ firstElementChild: link }) =>
      link.dataset.conversation || link.dataset.conversationName;
    const make = () => stamp("conversation-link");
    follow(this.#find("#rooms"), rooms, { keyOf, rowKey, make, fill });
    follow(this.#find("#directs"), directs, { keyOf, rowKey, make, fill });
  }

  /** Who is here, how they are, and whom of them one does not hear. */
  showPeople({ people, blocks }) {
    const { names } = people;
    const how = (name) => people.card.statusOf(people.numberOf(name))?.text ?? "";
    follow(this.#find("#people"), names, {
      keyOf: (name) => name,
      rowKey: (row) => row.firstElementChild.dataset.name,
      make: () => stamp("person"),
      fill: (row, name) => {
        this.#fillPerson(row, name, blocks);
        row.querySelector(".person-status").textContent = how(name);
      },
    });
    this.#find("#people-count").textContent = number(names.length);
  }

  /** This person is called otherwise. */
  showYou() {
    const button = this.#find(".you");
    fillAvatar(button.querySelector(".avatar"), this.#you.name);
    button.querySelector(".you-name").textContent = this.#you.name;
  }

  #fillPerson(row, name, blocks) {
    const link = row.firstElementChild;
    link.classList.toggle("is-blocked", blocks.hasName(name));
    if (link.dataset.name === name) return;
    link.dataset.name = name;
    link.href = directAddress(name);
    link.title = say("Click for more about {name}, double-click to write", { name });
    link.classList.toggle("is-you", name === this.#you.name);
    fillAvatar(link.querySelector(".avatar"), name);
    link.querySelector(".person-name").textContent = name;
    row.querySelector(".row-more").ariaLabel = say("More about {name}", { name });
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

function show(row, facts) {
  const all = JSON.stringify(facts);
  if (shown.get(row) !== all) fillConversation(row, facts);
  shown.set(row, all);
}

function factsOf(conversation, { current, people, refusedIn }) {
  const { id, name, kind, title, openedAs, gone, level } = conversation;
  const { private: isPrivate, isGroup, isRoom } = conversation;
  return {
    ...{ id, name, kind, title, gone, isPrivate, address: addressOf(conversation) },
    sign: signOf(conversation),
    isQuiet: level === "nothing",
    isCurrent: conversation === current,
    isOpen: conversation.isOpen,
    isRefused: [name, openedAs].some((each) => refusedIn.has(each)),
    isHere: !isRoom && !isGroup && people.isHere(conversation),
  };
}

function fillConversation(row, { sign, title, kind, ...facts }) {
  const link = row.firstElementChild;
  link.dataset.conversation = facts.id ?? "";
  link.dataset.conversationName = facts.name;
  link.href = facts.address;
  for (const each of KINDS) link.classList.toggle(each, kind === each);
  link.classList.toggle("gone", facts.gone);
  link.classList.toggle("private", facts.isPrivate);
  link.classList.toggle("has-unread", sign.number > 0 || sign.hasDot);
  link.classList.toggle("is-quiet", facts.isQuiet);
  if (facts.isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  link.classList.toggle("is-open", facts.isOpen);
  link.querySelector(".conversation-label").textContent = title;
  row.querySelector(".row-more").ariaLabel = say("More about {name}", { name: title });
  link.querySelector(".unsent").hidden = !facts.isRefused;
  const badge = link.querySelector(".badge");
  badge.hidden = sign.number === 0 && !sign.hasDot;
  badge.classList.toggle("is-dot", sign.hasDot);
  const count = sign.number ? unreadText(sign.number) : "";
  link.querySelector(".badge-count").textContent = count;
  const avatar = link.querySelector(".avatar");
  fillAvatar(avatar, title);
  avatar.classList.toggle("online", facts.isHere);
}
