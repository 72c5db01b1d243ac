import { Signals } from "/static/js/core/signals.js";
import { equal, test } from "./harness.js";

/** Two observers of one chat's signals, and what they heard. */
function observed() {
  const signals = new Signals();
  const heard = [];
  signals.observe({
    warned: (detail) => heard.push(["first", detail]),
    listed: () => heard.push(["first"]),
  });
  signals.observe({ warned: (detail) => heard.push(["second", detail]) });
  return { signals, heard };
}

test("whoever observed first is told first", () => {
  const { signals, heard } = observed();
  signals.warned.emit("Too fast.");
  equal(heard, [
    ["first", "Too fast."],
    ["second", "Too fast."],
  ]);
});

test("an observer hears the signals that it has a function for", () => {
  const { signals, heard } = observed();
  signals.listed.emit();
  signals.people.emit();
  equal(heard, [["first"]]);
});

test("an observer that forgets hears no more", () => {
  const { signals, heard } = observed();
  const forget = signals.observe({ warned: () => heard.push("third") });
  signals.observe({ warned: () => heard.push("fourth") });
  forget();
  signals.warned.emit("Too fast.");
  equal(heard.slice(2), ["fourth"]);
});

test("a pane hears of one conversation what is about its own, and all that is about none", () => {
  const [signals, heard, dev, tea] = [new Signals(), [], {}, {}];
  const hear = (what) => (...facts) => heard.push([what, facts.length]);
  const pane = { current: dev };
  const forget = signals.observe({ shown: hear("shown"), listed: hear("listed"), renamed: hear("renamed") }, pane);
  const tell = () => {
    signals.shown.emit(tea);
    signals.renamed.emit(tea, "#t");
    signals.listed.emit();
  };
  tell();
  pane.current = tea;
  signals.shown.emit(tea);
  equal(heard, [["renamed", 2], ["listed", 0], ["shown", 1]]);
  forget();
  tell();
  equal(heard.length, 3);
});

test("a signal that the core does not have cannot be observed", () => {
  let refused = false;
  try {
    new Signals().observe({ wrned: () => {} });
  } catch {
    refused = true;
  }
  equal(refused, true);
});
