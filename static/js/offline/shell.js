/**
 * Starts the page where the site does not answer: what the site would have put into it is
 * what is kept here. From then on it is a page as any other, and comes by what has
 * happened meanwhile as soon as there is a connection.
 */
import { valueOf, valuesOf } from "../browser/database.js";
import { nameAt } from "../browser/routes.js";
import { fillAvatar } from "../dom/avatars.js";
import { bootOf } from "./boot.js";

const TOKEN = /(?:^|; )(?:__Host-)?csrftoken=(\w+)/;

async function start() {
  const place = document.getElementById("boot");
  const own = JSON.parse(place.textContent);
  const [page, pages] = [await valueOf("person", "page"), await valuesOf("conversations")];
  const boot = bootOf({ page, pages, wanted: nameAt(location.pathname) });
  place.textContent = JSON.stringify({ ...boot, ...own });
  const { person, current } = boot;
  Object.assign(document.getElementById("panes").dataset, { person, current: current.id });
  showYou(boot.you);
  tokenise();
  await import(own.app);
}

function showYou({ name }) {
  fillAvatar(document.querySelector(".you .avatar"), name);
  document.querySelector(".you-name").textContent = name;
}

/** The forms of a page that is nobody's have no token against forgery. */
function tokenise() {
  const value = TOKEN.exec(document.cookie)?.[1] ?? "";
  for (const form of document.querySelectorAll("form[method=post]")) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value });
    form.append(field);
  }
}

start();
