/**
 * The messages that the server has painted, as the wire would tell them: so a page has
 * each of them once. `beside` has, by their numbers, what a row does not show.
 */
export function painted(list, beside) {
  const rows = [...list.querySelectorAll(".message")];
  return rows.map((row) => ({ ...told(row), ...beside[row.dataset.seq] }));
}

function told(row) {
  const part = (selector) => row.querySelector(selector);
  const { seq, id, from, changed } = row.dataset;
  const deleted = row.classList.contains("deleted");
  const edited = part(deleted ? ".edited" : ":is(.edited, .versions)") !== null;
  return {
    seq: Number(seq),
    id,
    from,
    author: Number(part(".author").dataset.person),
    body: part(".body").textContent,
    html: part(".body").innerHTML,
    at: part(".message-time").dateTime,
    changed: Number(changed),
    edited,
    deleted,
    reactions: {},
    reactors: {},
    guest: part(".guest-tag") !== null,
    action: row.classList.contains("action"),
  };
}
