/** The ways to share files: by the button, from the clipboard, and by letting them go. */
import { isShown } from "./dom/shown.js";
import { onButton } from "./dom/gestures.js";

/** They go to the current one of the `panes`; `ways` lead to the panels. */
export function onFiles({ chat, panes, ways }) {
  const { root } = panes;
  const share = (given) => {
    const { written, reworder: reword } = panes.current.composer;
    const place = chat.current;
    ways.sharing((it) => it.show(place, { given, written, reword }));
  };
  onButton(root, ".share-button", () => share());
  root.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // Some programs give a picture of the words beside the words.
    if (!files.length || types.includes("text/plain")) return;
    if (!event.target.matches(".composer textarea")) return;
    event.preventDefault();
    share([...files]);
  });
  onDrop(panes, ways, (pane, files) => {
    chat.turnTo(pane.current);
    share(files);
  });
}

function onDrop(panes, ways, take) {
  const { root } = panes;
  const aim = (pane) => {
    for (const each of panes.all) each.root.classList.toggle("is-target", each === pane);
  };
  const under = (event) => {
    if (!/Files/.test(event.dataTransfer.types)) return;
    const is = (each) => each.root.contains(event.target) && isShown(each.area);
    const pane = panes.all.find(is);
    if (pane) event.preventDefault();
    return pane;
  };
  // The style of what is shown meanwhile, and the sidebar as a target.
  addEventListener("dragenter", () => ways.sharing(() => {}), { once: true });
  root.addEventListener("dragover", (event) => {
    const pane = under(event);
    if (!pane || pane.root.matches(".is-target")) return;
    aim(pane);
  });
  root.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!root.contains(relatedTarget)) aim();
  });
  root.addEventListener("drop", (event) => {
    const pane = under(event);
    aim();
    if (pane) take(pane, [...event.dataTransfer.files]);
  });
}
