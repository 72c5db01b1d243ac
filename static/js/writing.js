/** What helps whoever writes, made of the parts of the page. */
import { Aids } from "./composer/aids.js";
import { insert } from "./dom/insertion.js";

/** The way into the dialog of all emoji, which is one for writing and for reacting. */
export function newEmoji(panels, { tone, uses }) {
  return panels.of(({ EmojiDialog }) => {
    return new EmojiDialog(document.getElementById("emoji-dialog"), { tone, uses });
  });
}

/** Name somebody in what is being written in an `area`, where the cursor stands. */
export function mention(area, name) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const isApart = start === 0 || /\s/.test(value[start - 1]);
  insert(area, { start, end, put: `${isApart ? "" : " "}@${name} ` });
}

/** `emoji` is the way into that dialog, and `ways` are those into panels. */
export function newAids({ panels, notices, navigation, panes, ...parts }) {
  const { chat, emoji, tone, uses, ways, profiles } = parts;
  return new Aids({
    ...{ chat, panels, emoji, tone, uses },
    tell: (text) => notices.tell(text),
    giveBack: (name, text) => panes.named(name).composer.giveBack(name, text),
    acts: {
      post: (...what) => panes.post(...what),
      go: (...where) => navigation.openNamed(...where),
      write: (...who) => navigation.openPerson(...who),
      look: (name) => profiles.openAt(panes.current.area, name),
      show: (what, ...how) => ways[what]((it) => it.show(...how)),
    },
  });
}
