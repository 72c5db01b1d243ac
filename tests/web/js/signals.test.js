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

test("a signal that the core does not have cannot be observed", () => {
  let refused = false;
  try {
    new Signals().observe({ wrned: () => {} });
  } catch {
    refused = true;
  }
  equal(refused, true);
});
