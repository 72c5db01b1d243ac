/** What the site would put into a page, made of what is kept. */

/**
 * `page` and `pages` as `Keeper` keeps them; the conversation `wanted`, if it is kept, or
 * the one that was looked at last, is the one to begin with.
 */
export function bootOf({ page, pages, wanted }) {
  const heads = new Map(pages.map(({ id, head, epoch }) => [id, { head, epoch }]));
  const conversations = page.conversations.map((each) => ({ ...each, ...heads.get(each.id) }));
  const known = new Map(conversations.map((each) => [each.id, each]));
  const kept = pages.filter(({ id }) => known.has(id)).sort((a, b) => b.at - a.at);
  const isWanted = ({ id }) => [known.get(id).name, known.get(id).key].includes(wanted);
  const first = kept.find(isWanted) ?? kept[0];
  const current = known.get(first?.id) ?? conversations[0];
  const { messages = [], more = true, events = [] } = first ?? {};
  const nobody = { online: [], numbers: [] };
  return { ...page, conversations, current, messages, more, events, kept, ...nobody };
}
