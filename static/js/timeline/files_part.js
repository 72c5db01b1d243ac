/** The files of a message in its row: what can be seen or heard there, and each to be had. */
import { follow } from "../dom/follow.js";
import { have } from "./row_parts.js";
import { sizeText } from "../core/size.js";
import { stamp } from "../dom/stamp.js";

export function fillFiles(row, { shared }) {
  const part = have(row, "files", shared);
  if (!part) return;
  follow(part, shared.files, {
    keyOf: ({ id }) => id,
    rowKey: ({ dataset }) => dataset.file,
    make: () => stamp("file"),
    fill: fillFile,
  });
}

/** A file never changes; `alt` says what it shows. */
function fillFile(part, { id, name, media, size, href, alt = name }) {
  if (part.dataset.file === id) return;
  part.dataset.file = id;
  for (const each of part.querySelectorAll("[data-media]"))
    if (!media.startsWith(each.dataset.media)) each.remove();
  for (const each of part.querySelectorAll("a")) each.href = href + each.getAttribute("href");
  const view = part.querySelector("img, [controls]") ?? {};
  Object.assign(view, { src: href, alt, ariaLabel: alt });
  part.querySelector(".file-name").textContent = name;
  part.querySelector(".file-size").textContent = sizeText(size);
}
