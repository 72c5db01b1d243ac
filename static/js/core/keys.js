/** The keys of the page, as they are told: what is pressed where, and what it does. */
import { say } from "../words/words.js";

/** Groups; in each, the chords that do alike. `→` is the arrow that leads on in a line. */
export function keys() {
  return [
    { name: say("Anywhere"), keys: anywhere() },
    { name: say("Writing"), keys: writing() },
    { name: say("Messages"), keys: messages() },
    { name: say("Lists and menus"), keys: lists() },
  ];
}

function anywhere() {
  return [
    [["Alt+Shift+↓", "Alt+Shift+↑"], say("Go to the next with something unread, or back")],
    [["Ctrl+Shift+A"], say("Show all that is unread")],
    [["Ctrl+K"], say("Go to a room or a person, or find what can be done")],
    [["Ctrl+,"], say("Settings")],
    [["Ctrl+Shift+F"], say("Find what was said")],
    [["Alt+P"], say("Show who is in this conversation, or no more")],
    [["F6"], say("Go on to the next part: lists, messages, writing")],
    [["Alt+PageDown", "Alt+PageUp"], say("Go to the next conversation of those side by side, or back")],
    [["Alt+W"], say("Close one of those side by side")],
    [["Escape"], say("Close what is open, or go to writing")],
    [["a–z"], say("Go to writing, with that letter")],
    [["?", "Ctrl+/"], say("Show these keys; the second works while you write, too")],
  ];
}

function writing() {
  return [
    [["Enter"], say("Send")],
    [["Alt+Enter"], say("Send later")],
    [["Shift+Enter"], say("Break the line")],
    [["↑"], say("Edit your last message, while nothing is written")],
    [["Ctrl+↑", "Ctrl+↓"], say("Answer the message before, or the next")],
    [["Shift+Tab"], say("Go to the messages")],
    [["@", "#", ":", "/"], say("Begin a name, a room, an emoji, or a command")],
    [["↑", "↓", "Enter", "Tab"], say("Choose what it is to be, and take it")],
    [["Ctrl+B", "Ctrl+I", "Ctrl+E"], say("Make what is selected bold, slanted, or code")],
    [["Ctrl+Shift+X", "Ctrl+Shift+L"], say("Strike it through, or make it a link")],
    [
      ["Ctrl+Shift+E", "Ctrl+Shift+9", "Ctrl+Shift+8"],
      say("Make the lines code, a quote, or a list"),
    ],
    [["Tab"], say("Go to the formatting of what is selected")],
    [["Ctrl+Enter"], say("Send, where Enter breaks the line")],
  ];
}

function messages() {
  return [
    [["↑", "↓"], say("Go to the message before, or to the next")],
    [["Home", "End"], say("Go to the first that is here, or to the last")],
    [["→", "Tab"], say("Go on to what can be done with a message")],
    [["Enter"], say("Show all that can be done with it")],
    [["Ctrl+S"], say("Save it for later, or take it off the saved ones")],
    [["Alt+U"], say("Have it unread again, and all after it")],
  ];
}

function lists() {
  return [
    [["↑", "↓"], say("Go to the one before, or to the next")],
    [["→"], say("Go on to what there is about a person")],
    [["Enter"], say("Open")],
    [["Alt+Enter"], say("Open it beside what is shown, where there is room")],
  ];
}

/** "Ctrl+/" as `["⌘", "/"]`: what is pressed at once, as the keys are labelled. */
export function capsOf(chord, { isMac, isFromRight }) {
  const labels = {
    Ctrl: isMac ? "⌘" : say("Ctrl"),
    Alt: isMac ? "⌥" : say("Alt"),
    Shift: say("Shift"),
    Escape: say("Esc"),
    Home: say("Home"),
    End: say("End"),
    PageDown: say("PgDn"),
    PageUp: say("PgUp"),
    "→": isFromRight ? "←" : "→",
  };
  return chord.split("+").map((key) => labels[key] ?? key);
}
