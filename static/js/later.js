/** Sending later: the ways to it, and the line that says how much waits here. */
import { onButton } from "./dom/gestures.js";
import { LongPress } from "./dom/long_press.js";
import { say, sayCount } from "./words/words.js";
import { spoken } from "./core/writing/said.js";

const byId = (id) => document.getElementById(id);

/** What is written is in the current one of the `panes`; `ways` lead to the panels. */
export function onLater({ chat, panes, ways, tell }) {
  const list = () => ways.scheduled((it) => it.show());
  const begin = () => {
    const { written } = panes.current.composer;
    if (!written) return list();
    const said = spoken(written.text);
    if (!said) return tell(say("Commands are done at once: they cannot wait."));
    const what = { place: chat.current, ...said, reply: written.reply };
    return ways.later((it) => it.show(what, written.done));
  };
  onButton(panes.root, ".later-button", begin);
  onButton(panes.root, ".later-line", list);
  byId("scheduled-item").addEventListener("click", () => {
    byId("you-menu").hidePopover();
    list();
  });
  new LongPress(panes.root, ".composer-send", begin);
  panes.root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.altKey || event.isComposing) return;
    if (!event.target.matches(".composer textarea")) return;
    event.preventDefault();
    begin();
  });
}

/** Say above a composer how many wait `here`. */
export function showLater(line, here) {
  const failed = here.filter(({ error }) => error).length;
  line.hidden = here.length === 0;
  line.classList.toggle("is-failed", failed > 0);
  line.querySelector("span").textContent = failed
    ? sayCount(failed, "{count} message could not be sent", "{count} messages could not be sent")
    : sayCount(here.length, "{count} message is sent later", "{count} messages are sent later");
}
