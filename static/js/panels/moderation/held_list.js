/** What somebody has said and waits for a moderator: it is let through, or not. */
import { AskedList } from "../lists/asked_list.js";
import { ModerationCommands } from "../../core/moderation/commands.js";
import { say } from "../../words/words.js";

export class HeldList extends AskedList {
  constructor(root, { chat, times, refuse, doing }) {
    const commands = new ModerationCommands(chat.commands);
    super(root, {
      ...{ row: "held-row", refuse, none: say("Nothing waits for a moderator.") },
      keyOf: ({ number }) => number,
      ask: async () => ({ all: await chat.kept.moderation.allHeld(), more: false }),
      fill: (row, each) => fill(row, each, times),
      act: (name, each) => {
        if (name === "refuse") return doing.refuse(each);
        if (name === "person") return doing.about(aboutOf(each));
        return commands.approve(each);
      },
    });
  }
}

function aboutOf({ from: name, author: number, conversation: place }) {
  return { who: { name, number }, place };
}

function fill(row, { from: whom, name: place, body, at, pattern }, times) {
  const part = (selector) => row.querySelector(selector);
  part(".report-whom").textContent = say("{whom} in {place}", { whom, place });
  const time = part("time");
  time.dateTime = at;
  time.textContent = times.since(at, Date.now());
  part(".held-body").textContent = body;
  part(".report-reason").textContent = pattern
    ? say("For the words {words}", { words: pattern })
    : say("A link by somebody new");
  for (const button of row.querySelectorAll("[data-act]"))
    button.ariaLabel = `${button.textContent} ${whom}`;
}
