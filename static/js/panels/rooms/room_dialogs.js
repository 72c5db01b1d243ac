/** The dialogs about rooms and people. */
import { DirectoryView } from "./directory_view.js";
import { FormDialog } from "../../dialogs/form_dialog.js";
import { fold } from "../../core/finding/fold.js";
import { InviteLinksDialog } from "./invite_links_dialog.js";
import { may } from "../../core/rules.js";
import { say } from "../../words/words.js";

export class RoomDialogs {
  #chat;
  #open;
  #openPerson;
  #tell;
  #directory;
  #links;
  #forms = {};

  /** `open(name)` shows the conversation of that name, `tell(text)` a notice. */
  constructor({ chat, open, openPerson, tell }) {
    this.#chat = chat;
    this.#open = open;
    this.#openPerson = openPerson;
    this.#tell = tell;
    this.#links = new InviteLinksDialog({ chat, tell });
    for (const name of ["create", "topic", "invite", "write", "leave"]) {
      this.#forms[name] = new FormDialog(document.getElementById(`${name}-dialog`));
    }
    this.#directory = new DirectoryView({
      dialog: document.getElementById("rooms-dialog"),
      fetchRooms: (page, signal) => chat.commands.rooms(page, signal),
      enter: (room, signal) => this.#enter(room, signal),
    });
  }

  /** `name` is a button's `data-dialog`; `how` it is opened. */
  show(name, ...how) {
    this.#directory.close();
    this.#listPeople();
    this.#dialogs[name](...how);
  }

  #dialogs = {
    rooms: (match) => this.#directory.open(match),
    create: () => this.#forms.create.open({}, (...form) => this.#create(...form)),
    // Each is of the room it was opened in: another one may be shown by the answer.
    topic: ({ current, commands } = this.#chat) =>
      this.#forms.topic.open({ topic: current.topic }, ({ topic }, signal) =>
        commands.setTopic(current, topic.value, signal),
      ),
    invite: (name = "", room = this.#chat.current) => {
      byId("invite-text").textContent = room.isGroup
        ? say("With them it is another group: they read nothing of this one.")
        : "";
      this.#forms.invite.open({ name }, (...form) => this.#invite(room, ...form));
    },
    // Of what nobody is invited into, as the lobby, those onto the site are shown.
    links: ({ current, you } = this.#chat) =>
      this.#links.show(current.isRoom && may("invite", current, you) ? current : null),
    "site-links": () => this.#links.show(null),
    write: () => this.#forms.write.open({}, (...form) => this.#write(...form)),
    leave: ({ current, commands } = this.#chat) => {
      byId("leave-title").textContent = current.isGroup
        ? say("Leave this group?")
        : say("Leave this room?");
      byId("leave-text").textContent = leaveText(current);
      this.#forms.leave.open({}, (_, signal) => commands.leave(current, signal));
    },
  };

  async #create({ name, topic, private: isPrivate }, signal) {
    const command = {
      name: name.value,
      topic: topic.value,
      isPrivate: isPrivate.checked,
    };
    const joined = await this.#chat.commands.create(command, signal);
    this.#open(joined.conversation.name);
  }

  async #invite(room, { name }, signal) {
    if (room.isGroup) return this.#group([bare(name.value)], { beside: room, signal });
    const invited = await this.#chat.commands.invite(room, bare(name.value), signal);
    const facts = { name: invited.name, room: room.name };
    return this.#tell(say("{name} is invited to {room}.", facts));
  }

  async #write({ name }, signal) {
    const names = name.value.split(/[\s,;]+/).map(bare).filter(Boolean);
    if (names.length > 1) return this.#group(names, { signal });
    const person = await this.#chat.commands.find(names[0] ?? "", signal);
    return this.#openPerson(person.name);
  }

  async #group(names, how) {
    const joined = await this.#chat.commands.group(names, how);
    this.#open(joined.conversation.name);
  }

  async #enter({ name, member }, signal) {
    if (!member) await this.#chat.commands.join(name, signal);
    this.#open(name);
  }

  /** The names that a field for a name proposes, also where their folds are typed. */
  #listPeople() {
    const { names } = this.#chat.people;
    const options = names.map((name) => new Option(fold(name), name));
    document.getElementById("people-names").replaceChildren(...options);
  }
}

function byId(id) {
  return document.getElementById(id);
}

function leaveText({ isGroup, private: isPrivate }) {
  if (isGroup) return say("The others go on without you, and you read no more of it.");
  return isPrivate
    ? say("It is private: to come back you need a new invitation.")
    : say("You can come back whenever you like.");
}

function bare(name) {
  return name.trim().replace(/^@/, "");
}
