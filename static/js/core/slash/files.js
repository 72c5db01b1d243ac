/** What a slash asks for about files. */
import { ANY, verb } from "./verbs.js";
import { meant, NUMBER } from "./messages.js";
import { say } from "../../words/words.js";

export const FILE_VERBS = [
  verb("/upload plan.pdf", say("share files here: you choose them"), ANY, (person) =>
    person.show("sharing", person.here),
  ),
  verb(
    "/files 43 [#dev]",
    say("where the files of message 43 are, for a week"),
    NUMBER,
    (person, rest) => person.show("files", ...meant(person, rest)),
  ),
];
