/** What is kept of a conversation that is not shown: a part, and not for ever more. */
import { MOST } from "./messages.js";

// What is seen first when somebody comes back.
const RESTING = 50;

/** It is not shown any more. */
export function rest(conversation) {
  const { messages } = conversation;
  if (!messages) return;
  messages.trim(RESTING);
  // Whoever comes back begins with what was not read.
  const isCut = conversation.unread && !messages.reaches(conversation.read);
  if (messages.newer || isCut) conversation.forget();
}

/** Something was said in it, while it is not shown. */
export function grow(conversation) {
  if (conversation.messages?.size > MOST) rest(conversation);
}
