/**
 * Where the focus goes from a row that is about to go: a function that gives the nearest
 * row which is still there when it is called, behind it if there is one.
 */
export function nearTo(row) {
  const rows = [...row.parentElement.children];
  const at = rows.indexOf(row);
  const others = [...rows.slice(at + 1), ...rows.slice(0, at).reverse()];
  return () => others.find((each) => each.isConnected);
}
