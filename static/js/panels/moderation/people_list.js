/** Who is muted, shut out of the site, or kept out of a room that one looks after. */
import { AskedList } from "../lists/asked_list.js";
import { endOf } from "../../words/ends.js";
import { ModerationCommands } from "../../core/moderation/commands.js";
import { say } from "../../words/words.js";
import { Steering } from "../../core/rooms/steering.js";

// So many rooms are asked at once.
const ROOMS_MOST = 20;

export class PeopleList extends AskedList {
  constructor(root, { chat, refuse }) {
    const steering = new Steering(chat.commands);
    const moderation = new ModerationCommands(chat.commands);
    const lifts = {
      muted: ({ who }) => moderation.mute(who, { on: false }),
      shutout: ({ who, ban }) =>
        ban ? moderation.lift(ban) : moderation.shutOut(who, { on: false }),
      room: ({ who, room }) => steering.unban(room, who),
    };
    super(root, {
      ...{ row: "ban-row", refuse, none: say("Nobody.") },
      keyOf: ({ kind, who, room, ban }) =>
        `${kind} ${room?.id ?? ban ?? ""} ${who.number} ${who.name}`,
      ask: async (_, signal) => {
        const all = await everybody(chat, { moderation, steering }, signal);
        return { all, more: false };
      },
      fill,
      act: async (_, each) => {
        await lifts[each.kind](each);
        await this.follow();
      },
    });
  }
}

async function everybody(chat, { moderation, steering }, signal) {
  const rooms = chat.kept.moderation.rooms.slice(0, ROOMS_MOST);
  const site = chat.you.moderates ? ofSite(await moderation.list(signal)) : [];
  const ofRooms = rooms.map(async (room) =>
    (await steering.bans(room, signal)).map((each) => ofRoom(room, each)),
  );
  return [...site, ...(await Promise.all(ofRooms)).flat()];
}

function ofSite({ muted, shutout, may }) {
  const one = (kind, power, each) => ({
    ...each,
    ...{ kind, who: { name: each.name, number: each.person } },
    mayLift: may.includes(power),
  });
  return [
    ...muted.map((each) => one("muted", "mute", each)),
    ...shutout.map((each) => one("shutout", each.ban ? "lift" : "shutout", each)),
  ];
}

function ofRoom(room, each) {
  const who = { name: each.name, number: each.author || undefined };
  return { ...each, kind: "room", room, who, mayLift: true };
}

function whatOf({ kind, room }) {
  if (kind === "muted") return say("Muted on the site");
  if (kind === "shutout") return say("Shut out of the site");
  return say("Kept out of {room}", { room: room.name });
}

function fill(row, each) {
  const { who, by, until, reason, networks = [], mayLift } = each;
  const part = (selector) => row.querySelector(selector);
  const name = who.name || networks.join(say(", ")) || say("A browser");
  part(".ban-name").textContent = name;
  const what = whatOf(each);
  const about = [
    by ? say("{what} by {name}", { what, name: by }) : what,
    endOf(until) || say("for good"),
  ];
  part(".ban-about").textContent = about.join(say(", "));
  part(".ban-reason").textContent = [reason, ...networks].filter(Boolean).join(" · ");
  const button = part("button");
  button.dataset.act = "lift";
  button.hidden = !mayLift;
  button.textContent = say("Lift");
  button.ariaLabel = say("Lift it of {name}", { name });
}
