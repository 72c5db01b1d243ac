/** The files of a message in its row: what can be seen or heard there, and each to be had. */
import { fitting } from "../core/files/pictures.js";
import { follow } from "../dom/follow.js";
import { have } from "./row_parts.js";
import { sizeText } from "../core/files/size.js";
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
function fillFile(part, { id, name, media, size, href, alt = name, ...picture }) {
  if (part.dataset.file === id) return;
  part.dataset.file = id;
  const seen = picture.width ? "image" : media;
  for (const each of part.querySelectorAll("[data-media]"))
    if (!seen.startsWith(each.dataset.media)) each.remove();
  fillWave(part.querySelector(".file-wave"), picture.wave);
  const link = part.querySelector("a");
  link.href = href + link.getAttribute("href");
  const view = part.querySelector("img, [controls]") ?? {};
  Object.assign(view, { alt, ariaLabel: alt });
  if (picture.width) showPicture(view, href, picture);
  else view.src = href;
  part.querySelector(".file-name").textContent = name;
  part.querySelector(".file-size").textContent = sizeText(size);
}

/** A bar for each moment of a voice, which leads there; as in templates/chat/_file.html. */
function fillWave(wave, heard) {
  if (!heard) return wave?.remove();
  const first = wave.firstElementChild;
  wave.replaceChildren(...heard.map((loud, at) => barOf(first.cloneNode(), loud, at)));
}

function barOf(bar, loud, at) {
  const height = Math.max(loud, 8);
  for (const [name, value] of Object.entries({ x: at, y: 50 - (height >> 1), height }))
    bar.setAttribute(name, value);
  bar.dataset.at = at;
  return bar;
}

/** It has its room, and its colour, before it comes; as in chat/web/pictures.py. */
function showPicture(view, href, { colour = "none", ...sides }) {
  const [width, height] = fitting(sides, 320, 192);
  const smaller = `${href}?thumbnail=`;
  const src = `${smaller}480.webp`;
  view.previousElementSibling.setAttribute("fill", colour);
  Object.assign(view, { width, height, srcset: `${smaller}320.webp, ${src} 2x`, src });
}
