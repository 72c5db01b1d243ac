/** Says what waits for who moderates, and what became of what one has reported oneself. */
import { lineOf } from "../../core/moderation/held_line.js";
import { outcomeOf } from "../../core/moderation/outcomes.js";
import { say, sayCount } from "../../words/words.js";

export class ReportNews {
  #reports;
  #tell;

  /** `tell(text)` shows a notice. */
  constructor({ chat, tell }) {
    [this.#reports, this.#tell] = [chat.reports, tell];
  }

  /** What waits, as the wire's event says it: reports, or people who are to be accepted. */
  waits({ type, open }) {
    if (type === "applicants") return this.#applied(open);
    this.#tell(
      sayCount(
        this.#reports.waiting,
        "{count} report waits: /reports shows it.",
        "{count} reports wait: /reports shows them.",
      ),
    );
  }

  #applied(count) {
    this.#tell(
      sayCount(
        count,
        "{count} person waits to be accepted: the panel shows who.",
        "{count} people wait to be accepted: the panel shows who.",
      ),
    );
  }

  held(messages) {
    for (const each of messages) this.#tell(lineOf(each));
  }

  handled({ whom, ...report }) {
    const outcome = outcomeOf(report);
    this.#tell(say("What you have reported of {whom} was handled: {outcome}", { whom, outcome }));
  }
}
