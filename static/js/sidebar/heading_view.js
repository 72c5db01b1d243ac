/** The open conversation's name and topic, and how its timeline begins. */
import { fillAvatar } from "../dom/avatars.js";
import { whyClosed } from "../core/permissions.js";
import { say } from "../words/words.js";

export class HeadingView {
  #name = null;
  #shown = "";
  #root;
  #blocks;

  constructor(root, blocks) {
    this.#root = root;
    this.#blocks = blocks;
    // What is cut short is read in full by a tap.
    this.#find(".topbar-title").addEventListener("click", () => {
      if (getSelection().isCollapsed) this.#unfold(!this.#isUnfolded);
    });
  }

  show(conversation) {
    const { called: name, kind, topic, isRoom, id } = conversation;
    const closed = whyClosed(conversation);
    if (!this.#isNew(conversation, closed)) return;
    if (name !== this.#name) this.#unfold(false);
    this.#name = name;
    for (const each of ["room", "direct", "group"])
      this.#root.classList.toggle(each, kind === each);
    this.#root.classList.toggle("private", conversation.private);
    this.#root.classList.toggle("not-joined", isRoom && id === null);
    this.#root.classList.toggle("gone", conversation.gone);
    this.#root.classList.toggle("closed", closed !== "");
    this.#write(".gone-note", closed || goneText(conversation));
    this.#find(".composer-send").ariaDisabled = closed !== "";
    this.#write(".conversation-name", name);
    this.#write(".topbar-topic", topic);
    this.#find(".topbar-topic").title = topic;
    this.#find(".composer textarea").placeholder = say("Write to {name}", { name });
    this.#find(".timeline").ariaLabel = say("Messages in {name}", { name });
    this.#write(".join-button", say("Join {name}", { name }));
    this.#showBeginning(conversation);
  }

  /** It is asked to show them whenever something is said, and they are seldom others. */
  #isNew({ called, topic, id, gone, private: isPrivate, label, messages }, closed) {
    const facts = [called, topic, id, gone, isPrivate, messages?.more, closed];
    const all = JSON.stringify([...facts, this.#blocks.hasName(label)]);
    const isNew = all !== this.#shown;
    this.#shown = all;
    return isNew;
  }

  get #isUnfolded() {
    return this.#find(".topbar-title").classList.contains("is-unfolded");
  }

  #unfold(isUnfolded) {
    this.#find(".topbar-title").classList.toggle("is-unfolded", isUnfolded);
    this.#find(".topbar-topic").ariaExpanded = isUnfolded;
  }

  #showBeginning(conversation) {
    const { called: name, title, messages } = conversation;
    this.#find(".timeline-older").hidden = messages !== null && !messages.more;
    this.#find(".beginning").hidden = messages === null || messages.more;
    fillAvatar(this.#find(".beginning .avatar"), title);
    this.#write(".beginning h2", beginningOf(conversation, name));
    this.#write(".beginning p", this.#aboutReaders(conversation));
  }

  /** Who reads what is written here. */
  #aboutReaders({ id, label, isRoom, isGroup, isNotes, private: isPrivate }) {
    if (isRoom) return id === null ? OUTSIDE_TEXT : ROOM_TEXT[isPrivate];
    if (isGroup) return GROUP_TEXT;
    if (isNotes) return NOTES_TEXT;
    return this.#blocks.hasName(label) ? BLOCKED_TEXT : DIRECT_TEXT;
  }

  #write(selector, text) {
    this.#find(selector).textContent = text;
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

function beginningOf({ id, label, isRoom, isGroup, isNotes }, name) {
  if (isNotes || (isRoom && id === null)) return name;
  if (isRoom || isGroup) return say("This is the beginning of {name}", { name });
  return say("Just you and {name}", { name: label });
}

/** As chat/web/tags.py has it. */
function goneText({ label, gone }) {
  const [name] = label.split("~");
  if (!gone) return "";
  return say("{name} has gone: nobody reads what is written here.", { name });
}

const DIRECT_TEXT = say("Only the two of you can read what is written here.");
const GROUP_TEXT = say("Only those in this group can read what is written here.");
const NOTES_TEXT = say("Only you can read what is written here.");
const BLOCKED_TEXT = say(
  "You have blocked them: what they write does not reach you until you unblock them.",
);
const OUTSIDE_TEXT = say("Join the room to see what is said in it.");
const ROOM_TEXT = {
  false: say("Everybody here can join this room and read it."),
  true: say("A private room: only those who are invited can read it."),
};
