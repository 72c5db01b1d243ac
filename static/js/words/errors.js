/**
 * What an error of the wire says: in the page's own sentence where the code and what
 * goes with it tell which one that is, else in the server's.
 */
import { apart, say } from "./words.js";

const KNOWN = {
  "banned+until": (facts) => say("An administrator has shut you out until {until}.", facts),
  "banned+until+why": (facts) =>
    say("An administrator has shut you out until {until}: {why}.", facts),
  "banned+why": (facts) => say("An administrator has shut you out: {why}.", facts),
};
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

export function sentenceOf({ code, detail, parameters = {} }) {
  const names = Object.keys(parameters).sort();
  const own = KNOWN[[code, ...names].join("+")];
  return own ? own(factsOf(parameters)) : withNamesApart(detail, parameters);
}

/** The server's times are text, and UTC's. */
function factsOf(parameters) {
  const isMoment = (fact) => typeof fact === "string" && MOMENT.test(fact);
  const facts = Object.entries(parameters).map(([name, fact]) => [
    name,
    isMoment(fact) ? new Date(fact) : fact,
  ]);
  return Object.fromEntries(facts);
}

function withNamesApart(detail, parameters) {
  const names = Object.values(parameters).filter((fact) => fact && typeof fact === "string");
  return names.reduce((text, name) => text.replace(wholly(name), () => apart(name)), detail);
}

/** Finds a name where it is no part of another word. */
function wholly(name) {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [before, behind] = ["(?<![\\p{L}\\p{M}\\p{N}])", "(?![\\p{L}\\p{M}\\p{N}])"];
  return new RegExp(before + literal + behind, "u");
}
