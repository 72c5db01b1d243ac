/** What roles are called, but for that of most. */
import { say } from "../../words/words.js";

export const roleNames = {
  owner: say("Owner"),
  moderator: say("Moderator"),
  voice: say("Voice"),
  muted: say("Muted"),
};
