/** Messages that another renderer than the server's has made. */
const PAGE = 200;

/**
 * All that are here again, so that whoever reads them keeps their place; `ask(fields)`
 * gets a page, or undefined.
 */
export async function renew(conversation, ask, signals) {
  const { messages } = conversation;
  let after = messages.first ? messages.first.seq - 1 : null;
  while (after !== null) {
    const page = await ask({ after, limit: PAGE });
    if (!page || conversation.messages !== messages) return;
    const renewed = page.messages.filter((each) => messages.renew(each));
    signals.changed.emit(conversation, renewed);
    const { seq } = page.messages.at(-1) ?? messages.last;
    after = page.more && seq < messages.last.seq ? seq : null;
  }
  conversation.isOld = false;
}
