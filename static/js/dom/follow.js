/**
 * Make a list's rows follow `items`: rows whose key stays are kept, and so is the
 * focus.
 *
 * `keyOf(item)` and `rowKey(row)` give the key, `make()` an empty row, `fill(row,
 * item)` brings a row up to date.
 */
export function follow(list, items, { keyOf, rowKey, make, fill }) {
  const rows = new Map([...list.children].map((row) => [rowKey(row), row]));
  const wanted = new Set(items.map((item) => String(keyOf(item))));
  for (const [key, row] of rows) if (!wanted.has(key)) row.remove();
  let place = list.firstElementChild;
  for (const item of items) {
    const row = rows.get(String(keyOf(item))) ?? make();
    fill(row, item);
    if (row === place) place = place.nextElementSibling;
    else list.insertBefore(row, place);
  }
}
