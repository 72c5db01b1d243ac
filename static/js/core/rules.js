/** Who may do what of all that the panels offer, as chat/models/permissions.py has it. */
import { allows, FIRST_RULES, LOBBY, MEMBER, MODERATOR, NOBODY, OWNER, ROOMS, rule, SITE } from "./permissions.js";

const STEERED = { archived: NOBODY, ...ROOMS };
/** Verb by verb, who may at least; of several kinds that a conversation is of, all count. */
export const RULES = {
  ...FIRST_RULES,
  "delete what others said": rule(MODERATOR, ROOMS),
  topic: rule(MEMBER, { locked: MODERATOR, announcement: MODERATOR }, STEERED),
  invite: rule(MEMBER, { archived: NOBODY, direct: NOBODY }, LOBBY),
  description: rule(MODERATOR, STEERED),
  lock: rule(MODERATOR, STEERED),
  speakers: rule(MODERATOR, STEERED),
  slow: rule(MODERATOR, STEERED),
  name: rule(OWNER, STEERED, LOBBY),
  private: rule(OWNER, STEERED, LOBBY),
  keep: rule(OWNER, STEERED),
  unlisted: rule(OWNER, STEERED, LOBBY),
  archived: rule(OWNER, ROOMS, LOBBY),
  "give a voice": rule(MODERATOR, STEERED),
  "make a moderator": rule(OWNER, STEERED),
  "hand over": rule(OWNER, ROOMS, LOBBY),
  mute: rule(MODERATOR, STEERED),
  kick: rule(MODERATOR, ROOMS, LOBBY),
  ban: rule(MODERATOR, ROOMS, LOBBY),
  "see reports": rule(MODERATOR, SITE),
};

/** Whether this person may do that in a conversation, as it is now. */
export function may(verb, place, you) {
  return allows(RULES[verb], place, you);
}

/** Whether somebody may take back what another has said. */
export function mayDelete({ author, deleted, going }, place, you) {
  const isThere = !deleted && !going;
  return isThere && author !== you.id && may("delete what others said", place, you);
}
