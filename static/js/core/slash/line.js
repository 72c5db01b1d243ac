/**
 * What a line that begins with `/` asks for: a table of what there is, how it is used
 * and what it does. The words are those of the plain door and of the desktop client.
 *
 * `person` is whoever writes, as the acts see them: `chat`; `here`, the conversation
 * that they write in; `post(conversation, said)`, `go(name, seq)`, `write(name, number)`,
 * `look(name)` for what there is to know of somebody, `tell(text)`, and `show(what, ...)`,
 * which opens one of the panels of `ways.js`, and `goOn()`, which goes on with the last of
 * them, or with what was left by `putOff(rest)`; `momentIn(text)`, the time that it begins with; `languages`, of each `{ code, name,
 * choose() }`; `settle(part)` goes to that part of the account page; and `leave()` logs
 * them out.
 */
import { ANY, bare, known, MAYBE_WORD, placeAt, SOME, verb, WORD } from "./verbs.js";
import { CARD_VERBS } from "./card.js";
import { FILE_VERBS } from "./files.js";
import { HELD_VERBS } from "./held.js";
import { INVITE_LINK_VERBS } from "./invite_links.js";
import { LATER_VERBS } from "./later.js";
import { LEAVING_VERBS } from "./leaving.js";
import { CHANGING_VERBS } from "./changing.js";
import { MESSAGE_VERBS } from "./messages.js";
import { MODERATION_VERBS } from "./moderation.js";
import { REPORT_VERBS } from "./reports.js";
import { say } from "../../words/words.js";
import { STEERING_VERBS } from "./steering.js";

const NAMES_MOST = 20;
const MEMBERS = /^([#@&]\S+)?\s*(\S*)$/;
const SHRUG = "¯\\_(ツ)_/¯";

export const VERBS = [
  // --- Talking ---
  verb(
    "/msg bob hello",
    say("say hello to bob alone; /msg #dev hello says it in a room"),
    (rest) => /^\S+\s+\S/.test(rest),
    async (person, rest) => {
      const [, to, body] = rest.match(/^(\S+?):?\s+([^]*)$/);
      const place = await placeOf(person, to);
      person.post(place, { body });
      person.tell(say("Said to {name}.", { name: place.called }));
    },
  ),
  verb(
    "/me [waves]",
    say("tell what you do; alone: who and where you are"),
    ANY,
    (person) => {
      const facts = { name: person.chat.you.name, room: person.here.name };
      person.tell(say("You are {name}, talking in {room}.", facts));
    },
  ),
  verb(
    "/group [bob eve]",
    say("talk with some people at once; alone: your groups"),
    ANY,
    ({ chat, go, tell }, rest) => {
      const names = rest.split(/[\s,]+/).map(bare).filter(Boolean);
      if (names.length) return enter({ go }, chat.commands.group(names));
      const groups = [...chat.conversations].filter((each) => each.isGroup);
      for (const { name: group, title: names } of groups)
        tell(say("{group}: you and {names}", { group, names }));
      return groups.length ? undefined : tell(say("You are in no group."));
    },
  ),
  verb("/shrug [whatever]", say("say that, with a shrug"), ANY, (person, rest) =>
    person.post(person.here, { body: `${rest} ${SHRUG}`.trimStart() }),
  ),
  // --- Rooms ---
  verb("/join #dev", say("enter a room, and talk there"), WORD, (person, rest) =>
    enter(person, rest.includes("/") ? byLink(person, rest) : person.chat.commands.join(roomNamed(rest))),
  ),
  verb(
    "/leave [#dev]",
    say("go out of a room, of this one if you name none"),
    MAYBE_WORD,
    (person, rest) => {
      const name = rest.startsWith("&") ? rest : roomNamed(rest);
      const place = rest ? known(person, name) : person.here;
      if (!rest && !place.isGroup) requireRoom(person);
      if (!place) throw new Error(say("You are not in {room}.", { room: name }));
      return person.chat.commands.leave(place);
    },
  ),
  verb(
    "/create #dev [what it is about]",
    say("make a room, and talk there"),
    SOME,
    (person, rest) => {
      const [, name, topic = ""] = rest.match(/^(\S+)\s*([^]*)$/);
      const wanted = { name: roomNamed(name), topic, isPrivate: false };
      return enter(person, person.chat.commands.create(wanted));
    },
  ),
  verb("/topic text", say("say what this room is about"), SOME, (person, rest) =>
    person.chat.commands.setTopic(requireRoom(person), rest),
  ),
  verb("/invite bob", say("offer somebody this room"), WORD, async (person, rest) => {
    const { here, chat } = person;
    if (here.isGroup) return enter(person, chat.commands.group([bare(rest)], { beside: here }));
    const room = requireRoom(person);
    const { name } = await person.chat.commands.invite(room, bare(rest));
    return person.tell(say("{name} is invited to {room}.", { name, room: room.name }));
  }),
  verb("/invitations", say("which rooms you are invited to"), ANY, (person) => {
    const rooms = [...person.chat.invitations].map(({ conversation }) => conversation.name);
    if (rooms.length) person.tell(say("You are invited to {rooms}.", { rooms }));
    else person.tell(say("You are invited to no room."));
  }),
  verb(
    "/accept #dev",
    say("enter a room that you are invited to, and talk there"),
    WORD,
    (person, rest) => enter(person, person.chat.commands.answer(offered(person, rest), true)),
  ),
  verb(
    "/decline #dev",
    say("not want to; who has invited you is not told"),
    WORD,
    (person, rest) => person.chat.commands.answer(offered(person, rest), false),
  ),
  ...INVITE_LINK_VERBS,
  ...STEERING_VERBS,
  ...HELD_VERBS,
  // --- Moderation ---
  verb(
    "/block bob",
    say("hear nothing more of somebody; they see no difference"),
    WORD,
    (person, rest) => person.chat.commands.block(bare(rest), true),
  ),
  verb("/unblock bob", say("hear them again"), WORD, (person, rest) => {
    const { blocks, commands } = person.chat;
    return commands.block(bare(rest), false, blocks.numberOf(bare(rest)));
  }),
  verb("/blocked", say("whom you have blocked"), ANY, (person) => {
    const { names } = person.chat.blocks;
    if (names.length) person.tell(say("You have blocked {names}.", { names }));
    else person.tell(say("You have blocked nobody."));
  }),
  verb(
    "/hide [bob]",
    say("put a talk out of the way until the next word, or a room; alone: this one"),
    MAYBE_WORD,
    (person, rest) => person.chat.commands.hide(placeAt(person, rest)),
  ),
  verb("/show bob", say("have it back before that"), WORD, async (person, rest) => {
    const { commands } = person.chat;
    if (rest[0] === "#") return commands.setLevel(placeAt(person, rest), { hidden: false });
    const { name, id } = await commands.find(bare(rest));
    return person.write(name, id);
  }),
  ...REPORT_VERBS,
  ...MODERATION_VERBS,
  // --- Messages ---
  ...CHANGING_VERBS,
  ...MESSAGE_VERBS,
  ...LATER_VERBS,
  ...LEAVING_VERBS,
  ...FILE_VERBS,
  // --- Looking around ---
  ...CARD_VERBS,
  verb("/who", say("who is here"), ANY, (person) => {
    const { names } = person.chat.people;
    const more = names.length - NAMES_MOST;
    const shown = more > 0 ? [...names.slice(0, NAMES_MOST), more] : names;
    person.tell(say("Here now: {names}", { names: shown }));
  }),
  verb(
    "/members [#dev] [bo]",
    say("who is in this room, here or not, or those whose names begin like that"),
    (rest) => MEMBERS.test(rest),
    (person, rest) => {
      const [, where, match] = rest.match(MEMBERS);
      const place = placeAt(person, where);
      if (place !== person.here) person.go(place.name);
      person.show("members", match);
    },
  ),
  verb(
    "/rooms [dev]",
    say("which rooms there are, or those with that in their names"),
    ANY,
    (person, rest) => person.show("dialogs", "rooms", rest),
  ),
  verb("/more", say("go on with the last list"), ANY, (person) => person.goOn()),
  verb(
    "/language [de]",
    say("be spoken to in another language"),
    MAYBE_WORD,
    ({ languages, tell }, rest) => {
      const names = languages.map(({ code, name }) => `${code} (${name})`);
      const its = languages.find(({ code }) => code === rest.toLowerCase());
      if (its) its.choose();
      else tell(say("There are: {languages}", { languages: names }));
    },
  ),
  verb("/help", say("this list"), ANY, (person) => person.show("help")),
  verb("/quit", say("say goodbye"), ANY, (person) => person.leave()),
];

/** Why a command cannot be obeyed; empty if it can be tried. */
export function refusalOf({ word, rest }) {
  const its = verbOf(word);
  if (its?.fits(rest)) return "";
  if (its) return say("Usage: {usage}", { usage: its.usage });
  return say("There is no {word}: /help lists what you can say, /{word} says it.", {
    word: word.slice(0, 30),
  });
}

/** Do what it asks for; rejects with what to tell the person. */
export async function obey(person, { word, rest }) {
  await verbOf(word).act(person, rest);
}

function verbOf(word) {
  return VERBS.find((each) => each.word === word);
}

// --- What stands behind the word ------------------------------------------------------

function roomNamed(text) {
  return text.startsWith("#") ? text : `#${text}`;
}

function requireRoom({ here }) {
  if (!here.isRoom) throw new Error(say("This is no room."));
  return here;
}

function offered({ chat }, text) {
  const room = roomNamed(text);
  const wanted = [room, room.toLowerCase()];
  const isIt = ({ conversation: { name, key } }) =>
    wanted.includes(name) || wanted.includes(key);
  const its = [...chat.invitations].find(isIt);
  if (!its) throw new Error(say("You are not invited to {room}.", { room }));
  return its.conversation;
}

/** By an invite link: no name of a room has a slash. */
function byLink({ chat }, url) {
  return chat.commands.page({ type: "use_invite_link", url });
}

async function enter(person, asked) {
  const { conversation } = await asked;
  person.go(conversation.name);
}

/** A room as it is written; anything else is somebody's name. */
async function placeOf(person, text) {
  if (/^[#&]/.test(text)) return placeAt(person, text);
  const { name, id } = await person.chat.commands.find(bare(text));
  return person.chat.conversations.direct(name, id);
}
