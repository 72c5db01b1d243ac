/** A poll in its message's row: what can be chosen, and how many have. */
import { follow } from "../dom/follow.js";
import { percentOf } from "../core/content/polls.js";
import { have } from "./row_parts.js";
import { say, sayCount } from "../words/words.js";
import { stamp } from "../dom/stamp.js";

export function fillPoll(row, { poll, deleted }) {
  const part = have(row, "poll", Boolean(poll) && !deleted);
  if (!part) return;
  const options = part.querySelector(".poll-options");
  options.role = poll.many ? "group" : "radiogroup";
  follow(options, [...poll.options.entries()], {
    keyOf: ([at]) => at + 1,
    rowKey: (button) => button.dataset.option,
    make: () => stamp("poll-option"),
    fill: (button, [at, option]) => fillOption(button, at + 1, option, poll),
  });
  part.querySelector(".poll-about").textContent = about(poll);
  part.querySelector("[data-action=voters]").hidden = !poll.voters;
}

function fillOption(button, number, { text, votes }, { many, closed, mine, voters }) {
  const percent = percentOf(votes, voters);
  button.dataset.option = number;
  button.role = many ? "checkbox" : "radio";
  button.ariaChecked = String(mine.includes(number));
  button.ariaDisabled = closed ? "true" : null;
  button.querySelector(".poll-text").textContent = text;
  const told = say("{votes} ({percent} %)", { votes, percent });
  button.querySelector(".poll-told").textContent = told;
  button.querySelector(".poll-bar").value = percent;
}

function about({ closed, voters }) {
  if (!closed)
    return sayCount(voters, "{count} person has voted.", "{count} people have voted.");
  return sayCount(
    voters,
    "Closed; {count} person has voted.",
    "Closed; {count} people have voted.",
  );
}
