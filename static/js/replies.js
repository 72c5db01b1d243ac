import { plainClickOn } from "./dom/gestures.js";

/** Links to what is here are followed here: to what is quoted, and to other messages. */
export function onLinks(list, navigation) {
  list.addEventListener("click", (event) => {
    const link = plainClickOn(event, ":is(.body a[href]:not([data-name]), a.quote)");
    const isOwn = link?.origin === location.origin;
    if (isOwn && navigation.openPath(link.pathname)) event.preventDefault();
  });
}
