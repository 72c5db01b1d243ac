/** What the doors are called by which somebody is here. */
import { say } from "../../words/words.js";

const NAMES = {
  browser: say("web"),
  "json/desktop": say("desktop window"),
  "json/terminal": say("terminal"),
};
// These are called so in every language.
const KINDS = { plain: "nc", json: "JSON" };

/** `web, nc`, of the wire's `doors`. */
export function doorsCalled(doors = []) {
  return doors.map(called).join(say(", "));
}

/** What a list says of them: nothing of the one by which nearly everybody comes. */
export function unusualDoors(doors = []) {
  return doors.every((door) => door === "browser") ? "" : doorsCalled(doors);
}

function called(door) {
  if (Object.hasOwn(NAMES, door)) return NAMES[door];
  const [kind, client] = door.split("/");
  const name = KINDS[kind] ?? kind;
  return client ? `${name} (${client})` : name;
}
