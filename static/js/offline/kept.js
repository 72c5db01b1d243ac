/** What is kept of a conversation: so much, and as the server would tell it. */
import { SETTINGS } from "../core/history/happened.js";

export const CONVERSATIONS_MOST = 20;
export const MESSAGES_MOST = 50;
// Of one conversation, about: what a text is as JSON, and what an object is, are near.
export const CHARACTERS_MOST = 200_000;

/** What a list of conversations has of one, as `welcome` says it. */
export function factsOf(conversation) {
  const { id, kind, name, key, gone, person, people, topic, read, log } = conversation;
  const { level, hidden, role, until, news, named } = conversation;
  const settings = SETTINGS.map((each) => [each, conversation[each]]);
  return {
    ...{ id, kind, name, key, gone, person, people, topic, read, level, hidden },
    ...{ role, until, private: conversation.private },
    ...Object.fromEntries(settings),
    ...{ head: log.number, epoch: log.epoch, unread: news.count, mentions: named.count },
  };
}

/**
 * Its last messages: {messages, more, events}; null if those that are here are others,
 * or not all that the server has said by now.
 */
export function pageOf({ messages, events, isLoaded, hasGap, isOld, log }) {
  if (!isLoaded || hasGap || isOld || log.number < log.head) return null;
  let [last, room] = [[], CHARACTERS_MOST];
  for (const { going, gone, ...message } of messages.all.slice(-MESSAGES_MOST).reverse()) {
    room -= JSON.stringify(message).length;
    if (room < 0) break;
    last = [message, ...last];
  }
  const first = last[0]?.seq ?? Infinity;
  const since = [...events.values()].filter(({ seq }) => seq > first);
  const more = messages.more || last.length < messages.size;
  return { messages: last, more, events: since };
}
