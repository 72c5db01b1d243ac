/** What is kept of a conversation that is not shown: a part, and not for ever more. */
import { letGo } from "./happened.js";
import { MOST } from "./messages.js";

// What is seen first when somebody comes back.
const RESTING = 50;

/** Forget what is far away, as `Messages` does; what happened there goes along. */
export function trim(conversation, ...about) {
  const forgotten = conversation.messages.trim(...about);
  letGo(conversation);
  return forgotten;
}

/** It is not shown any more. */
export function rest(conversation) {
  const { messages } = conversation;
  conversation.sought = undefined;
  if (!messages) return;
  trim(conversation, RESTING);
  // Whoever comes back begins with what was not read.
  const isCut = conversation.unread && !messages.reaches(conversation.read);
  if (messages.newer || isCut) conversation.forget();
}

/** Something was said in it, while it is not shown. */
export function grow(conversation) {
  if (conversation.messages?.size > MOST) rest(conversation);
}
