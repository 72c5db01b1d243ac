/** Whether a message of a conversation is here, or would be if there were one. */
export function covers({ messages, isOld }, seq) {
  const { size = 0, more, newer, first, last } = messages ?? {};
  if (!size || isOld) return false;
  return (!more || seq >= first.seq) && (!newer || seq <= last.seq);
}
