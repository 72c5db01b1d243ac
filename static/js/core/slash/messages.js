/** What a slash asks for about messages: those are meant by their numbers. */
import { ANY, bare, MAYBE_WORD, placeAt, SOME, verb, WORD } from "./verbs.js";
import { askedIn, asking, choiceIn } from "../content/poll_text.js";
import { quoteOf } from "../content/quotes.js";
import { say } from "../../words/words.js";

export const NUMBER = (rest) => /^[1-9]\d{0,10}(?:\s+\S+)?$/.test(rest);
export const WITH_WORDS = /^(?:([#@&]\S+)\s+)?([1-9]\d{0,10})\s+([^]+)$/;
const CLOSE = /^close(?:\s+([1-9]\d{0,10}))?(?:\s+([#@&]\S+))?$/i;
const PLACED = /^[1-9]\d{0,10}(?:\s+[#@&]\S+)?$/;
const HISTORY = /^(?:([1-9]\d?|1\d\d|200)(?!\S))?\s*((?!\d)\S*)$/;
const LEVEL = /^(?:(all|mentions|nothing)(?!\S))?\s*(\S*)$/;

export const MESSAGE_VERBS = [
  verb(
    "/reply [@bob] 43 yes",
    say("answer message 43"),
    (rest) => WITH_WORDS.test(rest),
    async (person, rest) => {
      const [, where, number, body] = rest.match(WITH_WORDS);
      const place = placeAt(person, where);
      const message = await messageAt(person, place, Number(number));
      const reply = { epoch: place.log.epoch ?? 0, quote: quoteOf(message) };
      person.post(place, { body, reply });
      if (place !== person.here) person.tell(say("Said to {name}.", place));
    },
  ),
  verb(
    "/replies 43 [#dev]",
    say("what message 43 answers, and what answers it"),
    NUMBER,
    (person, rest) => person.show("chain", ...meant(person, rest)),
  ),
  verb(
    "/around 43 [#dev]",
    say("show message 43, with what was said around it"),
    NUMBER,
    goTo,
  ),
  verb(
    "/history [20] [#dev]",
    say("what was last said here, or elsewhere; 200 at most"),
    (rest) => HISTORY.test(rest),
    async (person, rest) => {
      const [, limit, where] = rest.match(HISTORY);
      const place = placeAt(person, where);
      const wanted = limit && { limit: Number(limit) };
      const first = wanted && (await person.chat.commands.look(place, wanted)).messages[0];
      person.go(place.name, first?.seq);
    },
  ),
  verb(
    "/pin 43 [#dev]",
    say("have message 43 at hand for everybody here"),
    NUMBER,
    (person, rest) => person.chat.kept.pin(...meant(person, rest), true),
  ),
  verb("/unpin 43 [#dev]", say("no more"), NUMBER, (person, rest) =>
    person.chat.kept.pin(...meant(person, rest), false),
  ),
  verb(
    "/unpreview 43 [#dev]",
    say("show no more where the link of message 43 leads"),
    NUMBER,
    async (person, rest) => {
      const [{ id: conversation, log }, { seq }] = meant(person, rest);
      const wish = { type: "unpreview", conversation, seq, epoch: log.epoch };
      await person.chat.commands.page(wish);
    },
  ),
  verb(
    "/pins [#dev]",
    say("what is pinned here, or elsewhere"),
    MAYBE_WORD,
    (person, rest) => {
      const place = placeAt(person, rest);
      if (place !== person.here) person.go(place.name);
      person.show("pins");
    },
  ),
  verb(
    "/save 43 [#dev]",
    say("keep message 43 in a list of your own"),
    NUMBER,
    async (person, rest) => {
      await person.chat.kept.save(...meant(person, rest), true);
      person.tell(say("Saved for later."));
    },
  ),
  verb(
    "/unsave 43 [#dev]",
    say("take it off that list"),
    NUMBER,
    async (person, rest) => {
      await person.chat.kept.save(...meant(person, rest), false);
      person.tell(say("Taken off the saved ones."));
    },
  ),
  verb(
    "/poll [many] Lunch? | Pizza | Soup",
    say("ask everybody; alone: a form for it; /poll 43; /poll close 43"),
    (rest) => [/^$/, CLOSE, PLACED].some((each) => each.test(rest)) || askedIn(rest) !== null,
    async (person, rest) => {
      const poll = askedIn(rest);
      if (poll) return person.post(placeAt(person), asking(poll));
      if (!rest) return person.show("poll", placeAt(person));
      if (PLACED.test(rest)) return goTo(person, rest);
      const [, seq, where] = rest.match(CLOSE);
      const its = { seq: seq && Number(seq) };
      await person.chat.kept.polls.close(placeAt(person, where), its);
      return undefined;
    },
  ),
  verb(
    "/vote [43] 2",
    say("choose, of poll 43, or of the last one; 1,3: several; none: nothing"),
    (rest) => choiceIn(rest) !== null,
    async (person, rest) => {
      const { seq, options, where } = choiceIn(rest);
      const { poll } = await person.chat.kept.polls.vote(
        placeAt(person, where),
        { seq },
        options,
      );
      const chosen = poll.mine.map((each) => poll.options[each - 1].text);
      if (chosen.length) person.tell(say("You have chosen: {options}", { options: chosen }));
      else person.tell(say("You have chosen nothing."));
    },
  ),
  verb("/voters 43 [#dev]", say("who has chosen what of poll 43"), NUMBER, (person, rest) =>
    person.show("voters", ...meant(person, rest)),
  ),
  verb("/saved", say("what you have saved, the last first"), ANY, (person) =>
    person.show("saved"),
  ),
  verb(
    "/versions 43 [#dev]",
    say("what your message 43 said before"),
    NUMBER,
    (person, rest) => person.show("versions", ...meant(person, rest)),
  ),
  verb(
    "/why 43 [#dev]",
    say("why you were notified of message 43, or not"),
    NUMBER,
    (person, rest) => person.show("why", ...meant(person, rest)),
  ),
  verb(
    "/search [best] cake [from:bob]",
    say("find what was said, the newest first, or what fits best"),
    SOME,
    (person, rest) => person.show("search", rest),
  ),
  verb("/mentions", say("where you were named of late"), ANY, (person) =>
    person.show("mentions"),
  ),
  verb(
    "/notify [mentions] [#dev]",
    say("what is news to you here: all, mentions or nothing"),
    (rest) => LEVEL.test(rest),
    async (person, rest) => {
      const [, level, where] = rest.match(LEVEL);
      const place = placeAt(person, where);
      if (level) await person.chat.commands.setLevel(place, { level });
      person.tell(news(level ?? place.level, place.name));
    },
  ),
  verb(
    "/unread [#dev]",
    say("what you have not read; with a name, have the last word there unread"),
    MAYBE_WORD,
    async (person, rest) => {
      if (!rest) return person.show("unread");
      const place = placeAt(person, rest);
      await person.chat.commands.markUnread(place);
      return person.tell(say("Unread again: {place}", { place: place.called }));
    },
  ),
  verb(
    "/seen [#dev]",
    say("who has read what you have said last"),
    MAYBE_WORD,
    (person, rest) => person.show("readers", placeAt(person, rest), {}),
  ),
  verb(
    "/receipts on",
    say("show others what you have read, or not: off"),
    (rest) => /^(on|off)$/i.test(rest),
    async (person, rest) => {
      const isOn = rest.toLowerCase() === "on";
      await person.chat.reading.readers.show(isOn);
      const shown = say("Others see what you have read, and you what they have.");
      const kept = say("Nobody sees what you have read, nor you what they have.");
      person.tell(isOn ? shown : kept);
    },
  ),
  verb(
    "/whois bob",
    say("what one may know of somebody, here or not"),
    WORD,
    (person, rest) => person.look(bare(rest)),
  ),
];

/** A number, and maybe where: the conversation, and what its verbs know a message by. */
export function meant(person, rest) {
  const [number, where] = rest.split(/\s+/);
  return [placeAt(person, where), { seq: Number(number) }];
}

/** Show a message where it was said. */
function goTo(person, rest) {
  const [place, { seq }] = meant(person, rest);
  person.go(place.name, seq);
}

/** One that is not on the page is asked for. */
export async function messageAt({ chat }, place, seq) {
  const here = place.messages?.get(seq);
  if (here) return here;
  const asked = { type: "chain", conversation: place.id, seq };
  const { messages } = await chat.commands.page(asked);
  return messages.find((each) => each.seq === seq);
}

function news(level, place) {
  if (level === "all") return say("In {place} everything is news to you.", { place });
  if (level === "mentions")
    return say("In {place} only what mentions you is news to you.", { place });
  return say("In {place} nothing is news to you.", { place });
}
