/** A copy of the element in one of the page's templates: the server's own markup. */
export function stamp(name) {
  const template = document.getElementById(`${name}-template`);
  return template.content.firstElementChild.cloneNode(true);
}
