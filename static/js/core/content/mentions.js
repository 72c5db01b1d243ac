/** Whom messages name: `mentions` and `calls` of the wire. */

/** Whether it names that person, or calls all; one's own does not. */
export function concerns({ author, mentions = [], calls }, you) {
  if (author === you.id) return false;
  return calls !== undefined || mentions.some((each) => each.author === you.id);
}

/** What people are called now, by number; whether it names one who was called otherwise. */
export function renameIn({ mentions = [] }, names) {
  const others = mentions.filter(({ author, name, called = name }) => {
    const now = names.get(author);
    return now !== undefined && now !== called;
  });
  for (const each of others) each.called = names.get(each.author);
  return others.length > 0;
}

/** What was edited may name others than it `was`; `named`: what names this person. */
export function recount(named, { target, seq, ...now }, was, you) {
  if (concerns(now, you)) named.said(target);
  else if (named.has(target) || (was && concerns(was, you))) named.deleted(target, seq);
}
