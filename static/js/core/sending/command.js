/** How a post of the outbox is said to the server. */
export function commandOf({ id, to, body, action, reply, poll }) {
  const said = action ? { body, action } : { body };
  if (reply) Object.assign(said, { reply_to: reply.quote.seq, epoch: reply.epoch });
  const what = { type: poll ? "poll" : "post", ref: id, id, to };
  return { ...what, ...(poll ?? { ...said, waits: true }), reads: true };
}
