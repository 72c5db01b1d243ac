/** Files that are let go above a name in the sidebar are shared there. */
const NAMES = "a:is([data-conversation-name], [data-name])";

/** `take(place, files)`: in a conversation, or in one that is not begun yet. */
export function onSidebarDrop({ chat, take }) {
  const root = document.getElementById("sidebar");
  const aim = (link) => {
    root.querySelector("a.is-target")?.classList.remove("is-target");
    link?.classList.add("is-target");
  };
  const under = (event) => {
    if (!/Files/.test(event.dataTransfer.types)) return null;
    const link = event.target.closest(NAMES);
    if (link) event.preventDefault();
    return link;
  };
  root.addEventListener("dragover", (event) => aim(under(event)));
  root.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!root.contains(relatedTarget)) aim();
  });
  root.addEventListener("drop", (event) => {
    const link = under(event);
    aim();
    if (link) take(placeOf(chat, link.dataset), [...event.dataTransfer.files]);
  });
}

function placeOf({ conversations }, { conversationName, name }) {
  const its = conversationName ?? `@${name}`;
  return conversations.byName(its) ?? { id: null, name: its, called: its };
}
