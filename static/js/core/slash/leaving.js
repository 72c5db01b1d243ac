/** What a slash asks for of whoever leaves for good, or takes along what is theirs: the account page
 * does it. */
import { ANY, verb } from "./verbs.js";
import { say } from "../../words/words.js";

export const LEAVING_VERBS = [
  verb(
    "/delete-account [ada [go] [password]]",
    say(
      "leave for good: by your name, and your password if you have one; go: what you said goes, too; alone: what becomes of what",
    ),
    ANY,
    (person) => person.settle("leaving"),
  ),
  verb(
    "/export",
    say("take along what is yours, as a zip, made once a day; again: where it is"),
    ANY,
    (person) => person.settle("export"),
  ),
];
