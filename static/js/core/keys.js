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
    [["Ctrl+K"], say("Find a room or a person")],
    [["F6"], say("Go on to the next part: lists, messages, writing")],
    [["Escape"], say("Close what is open, or go to writing")],
    [["a–z"], say("Go to writing, with that letter")],
    [["?", "Ctrl+/"], say("Show these keys; the second works while you write, too")],
  ];
}

function writing() {
  return [
    [["Enter"], say("Send")],
    [["Shift+Enter"], say("Break the line")],
    [["↑"], say("Edit your last message, while nothing is written")],
    [["Shift+Tab"], say("Go to the messages")],
  ];
}

function messages() {
  return [
    [["↑", "↓"], say("Go to the message before, or to the next")],
    [["Home", "End"], say("Go to the first that is here, or to the last")],
    [["→", "Tab"], say("Go on to what can be done with a message")],
    [["Enter"], say("Show all that can be done with it")],
  ];
}

function lists() {
  return [
    [["↑", "↓"], say("Go to the one before, or to the next")],
    [["→"], say("Go on to the menu about a person")],
    [["Enter"], say("Open")],
  ];
}

/** "Ctrl+/" as `["⌘", "/"]`: what is pressed at once, as the keys are labelled. */
export function capsOf(chord, { isMac, isFromRight }) {
  const labels = {
    Ctrl: isMac ? "⌘" : say("Ctrl"),
    Shift: say("Shift"),
    Escape: say("Esc"),
    Home: say("Home"),
    End: say("End"),
    "→": isFromRight ? "←" : "→",
  };
  return chord.split("+").map((key) => labels[key] ?? key);
}
