/** The ways to share files: by the button, from the clipboard, and by letting them go. */
import { isShown } from "./dom/shown.js";
import { onButton } from "./dom/gestures.js";

/** They go to the current one of the `panes`; `ways` lead to the panels. */
export function onFiles({ chat, panes, ways }) {
  const { root } = panes;
  const share = (given) => {
    const [{ composer }, { current }] = [panes.current, chat];
    const how = { given, written: composer.written, reword: composer.reworder };
    ways.sharing((it) => it.show(current, how));
  };
  const aim = (pane) => {
    for (const each of panes.all) each.root.classList.toggle("is-target", each === pane);
  };
  const paneUnder = ({ target, dataTransfer: { types } }) =>
    types.includes("Files") &&
    panes.all.find((each) => each.root.contains(target) && isShown(each.area));
  onButton(root, ".share-button", () => share());
  root.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // Some programs give a picture of the words beside the words.
    if (!files.length || types.includes("text/plain")) return;
    if (!event.target.matches(".composer textarea")) return;
    event.preventDefault();
    share([...files]);
  });
  root.addEventListener("dragover", (event) => {
    const pane = paneUnder(event);
    if (!pane) return;
    event.preventDefault();
    if (pane.root.matches(".is-target")) return;
    aim(pane);
    ways.sharing(() => {}); // the style of what is shown meanwhile
  });
  root.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!root.contains(relatedTarget)) aim();
  });
  root.addEventListener("drop", (event) => {
    const pane = paneUnder(event);
    aim();
    if (!pane) return;
    event.preventDefault();
    chat.turnTo(pane.current);
    share([...event.dataTransfer.files]);
  });
}
