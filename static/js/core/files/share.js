/** How files are said to the server: each before it is sent, and all in their message. */

/** `voice`: {wave, seconds}, of what somebody has recorded. */
export function uploadOf({ file: { name, size }, alt, voice }) {
  return { type: "upload", name, size, alt, ...voice };
}

/** `to`: the number of a conversation; one that is not begun yet has a `name` alone. */
export function shareOf({ id, to, name, body, reply }, files) {
  const answers = reply ? { reply_to: reply.quote.seq, epoch: reply.epoch } : {};
  return { type: "share", to: to ?? name, id, body, files, ...answers };
}
