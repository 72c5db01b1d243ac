/** What the switcher leads to beside what the chat knows. */
import { actsOf, rowsOf } from "../settings/preference_rows.js";
import { Questions } from "../../core/questions.js";
import { say } from "../../words/words.js";
import { Switcher } from "./switcher.js";

const ITEMS =
  "#you-menu .menu-item:not([name=language]), #room-menu .menu-item, .sidebar [data-dialog], .view-button";
const LATER = ".later-button";
const MESSAGES = 5;
const FEWEST_LETTERS = 3;

/** `settings` and the other `parts` are those of `preference_rows.js`. */
export function newSwitcher({ uses, navigation, panes, ...parts }) {
  const { chat, tell } = parts;
  const go = {
    conversation: (it, how) => navigation.openConversation(it, how),
    person: (...who) => navigation.openPerson(...who),
    join: ({ name }) => join(name, { chat, navigation, tell }),
  };
  const acts = () => [...items(chat, panes.current), ...actsOf(rowsOf(parts))];
  const sources = [(text) => said(text, { chat, navigation })];
  return new Switcher({ chat, uses, acts, sources, go });
}

/** Whatever stands in a menu, or at the head of a list, is done as by a click there. */
function items({ current }, pane) {
  const isInRoom = current.kind !== "direct" && current.id !== null;
  const isOffered = (item) => !item.hidden && (isInRoom || !item.closest("#room-menu"));
  const all = [...document.querySelectorAll(ITEMS), pane.find(LATER)];
  return all.filter(isOffered).map((each) => ({
    name: each.ariaLabel ?? each.textContent.trim(),
    act: () => each.click(),
  }));
}

/** Messages with these words, but for those of the blocked. */
async function said(text, { chat, navigation }) {
  if (text.length < FEWEST_LETTERS) return [];
  const { hits } = await new Questions(chat.commands).said(text, MESSAGES);
  const heard = hits.filter(({ author }) => !chat.blocks.has(author));
  return heard.map(({ conversation, seq, from, name, text: pieces }) => ({
    kind: "message",
    key: `message ${conversation} ${seq}`,
    name: pieces.join(""),
    said: say("{from} in {place}", { from, place: chat.conversations.called(conversation, name) }),
    act: (how) => navigation.openNamed(name, seq, how),
  }));
}

async function join(name, { chat, navigation, tell }) {
  try {
    await chat.commands.join(name);
    navigation.openNamed(name);
  } catch (refusal) {
    tell(refusal.message);
  }
}
