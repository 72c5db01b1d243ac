/** What a slash has others see of whoever types it. */
import { momentAt } from "../sending/moments.js";
import { verb, WORD } from "./verbs.js";
import { say } from "../../words/words.js";

export const CARD_VERBS = [
  verb(
    "/status [+2h] [🌴 On holiday]",
    say("say how you are, for a while or for good; alone: nothing any more"),
    (rest) => momentAt(rest)?.text !== "",
    async ({ chat, momentIn, tell }, rest) => {
      const found = momentAt(rest);
      const until = found ? momentIn(rest) : undefined;
      if (found && !until) throw new Error(say("There is no such time."));
      const said = await chat.people.card.say(found ? found.text : rest, until);
      tell(saidOfOneself(said));
    },
  ),
  verb(
    "/pause [+2h]",
    say("be notified of nothing for a while; alone: go on"),
    (rest) => !rest || momentAt(rest)?.text === "",
    async ({ chat, momentIn, shownAt, tell }, rest) => {
      const asked = rest ? momentIn(rest) : undefined;
      if (rest && !asked) throw new Error(say("There is no such time."));
      const { until } = await chat.commands.page({ type: "pause", until: asked });
      tell(pauseTold(until && shownAt(until)));
    },
  ),
  verb(
    "/zone Europe/Berlin",
    say("show others what time it is where you are, or not: off"),
    WORD,
    async ({ chat, tell }, rest) => {
      const isOn = rest.toLowerCase() !== "off";
      await chat.people.card.showTime(isOn, isOn ? rest : "");
      const shown = say("Others see what time it is where you are.");
      const kept = say("Nobody sees what time it is where you are.");
      tell(isOn ? shown : kept);
    },
  ),
  verb(
    "/nick rob",
    say("be called otherwise; the name before is kept for you"),
    WORD,
    async ({ chat, tell }, rest) => {
      const { person } = await chat.commands.page({ type: "rename", name: rest });
      tell(say("You are called {name} from now on.", { name: person.name }));
    },
  ),
];

/** What whoever has said how they are is told. */
export function saidOfOneself({ status }) {
  if (!status.text) return say("You say nothing of how you are any more.");
  return say("Everybody sees of you: {status}", { status: status.text });
}

function pauseTold(until) {
  if (!until) return say("You are notified again.");
  return say("You are not notified until {until}.", { until });
}
