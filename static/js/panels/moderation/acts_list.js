/** What moderators have done of late, as the site's audit log has it. */
import { AskedList } from "../lists/asked_list.js";
import { labelOf, namesOf } from "../../core/moderation/acts.js";
import { ModerationCommands } from "../../core/moderation/commands.js";
import { apart, say } from "../../words/words.js";
import { endOf } from "../../words/ends.js";

const PAGE = 50;

export class ActsList extends AskedList {
  constructor(root, { chat, times, refuse }) {
    const commands = new ModerationCommands(chat.commands);
    super(root, {
      ...{ row: "act-row", refuse, none: say("Nothing was done of late.") },
      keyOf: ({ act }) => act,
      ask: async (last, signal) => {
        const asked = { before: last?.act, limit: PAGE };
        const { acts, more } = await commands.acts(asked, signal);
        return { all: acts, more };
      },
      fill: (row, each) => fill(row, each, times),
    });
  }
}

function fill(row, act, times) {
  const part = (selector) => row.querySelector(selector);
  const time = part("time");
  time.dateTime = act.at;
  time.textContent = times.since(act.at, Date.now());
  part(".act-event").textContent = labelOf(act);
  part(".act-who").textContent = namesOf(act);
  const known = [act.reason && apart(act.reason), endOf(act.until), act.words];
  part(".act-words").textContent = known.filter(Boolean).join(" · ");
}
