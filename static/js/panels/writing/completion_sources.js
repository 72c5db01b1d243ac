/**
 * What there is to end with: people and rooms, emoji, commands, languages of code. An
 * entry is `{ name, put, sign, about, isWhole }`: `name` is what it is called, `put`
 * what stands in the text then, `sign` is drawn before it, `about` told beside it; if it
 * `isWhole`, Enter sends what is written instead of ending it.
 */
import { emojiSource } from "./emoji_source.js";
import { isWhole, MOST, ranked } from "../../core/writing/completing.js";
import { languagesOfCode } from "../../core/writing/languages_of_code.js";
import { Questions } from "../../core/questions.js";
import { say } from "../../words/words.js";
import { VERBS } from "../../core/slash/line.js";

export class Sources {
  #chat;
  #uses;
  #tone;

  constructor({ chat, uses, tone }) {
    this.#chat = chat;
    this.#uses = uses;
    this.#tone = tone;
  }

  /** What is known here. */
  known(mark, typed) {
    return this.#known[mark](typed);
  }

  /** What has to be asked for beside: a promise of more, of which some may be known. */
  async asked(mark, typed) {
    // What is asked for while the line is cut would wait, and be told of.
    const isThere = mark === ":" || this.#chat.connection.isConnected;
    return (isThere && (await this.#asked[mark]?.(typed))) || [];
  }

  /** What a list of these is called. */
  nameOf(mark) {
    return {
      "@": say("People"),
      "#": say("Rooms"),
      ":": say("Emoji"),
      "/": say("Commands"),
      "\x60": say("Languages of code"),
    }[mark];
  }

  /** What `:tada:` stands for; undefined if for nothing. */
  named(typed) {
    return emojiSource.table?.named(typed, this.#tone.value)?.emoji;
  }

  #known = {
    "@": (typed) => this.#entries("@", [...this.#people(), ...this.#calls(typed)], typed),
    "#": (typed) => this.#entries("#", this.#rooms(), typed),
    ":": (typed) => this.#emojis(typed),
    "/": (typed) => this.#commands(typed),
    "\x60": (typed) => {
      const names = languagesOfCode().map((name) => ({ name }));
      return ranked(this.#weighed("\x60", names), typed).map(({ name }) =>
        entry("\x60", { name, put: name }, typed),
      );
    },
  };

  #asked = {
    "@": async (typed) => {
      const people = await new Questions(this.#chat.commands).people(typed, MOST);
      const others = people.filter(({ id, name }) => !this.#isUnfit(id, name));
      return this.#entries("@", others, typed);
    },
    "#": async (typed) => {
      const wanted = { match: typed, after: "", limit: MOST };
      const { rooms } = await this.#chat.commands.rooms(wanted);
      const others = rooms.map(({ name, topic }) => [name.slice(1), topic]);
      const named = others.map(([name, about]) => ({ name, about }));
      return this.#entries("#", named, typed);
    },
    ":": async (typed) => {
      await emojiSource.load();
      return this.#emojis(typed);
    },
  };

  #entries(mark, candidates, typed) {
    const found = ranked(this.#weighed(mark, candidates), typed);
    return found.map(({ name, about }) =>
      entry(mark, { name: mark + name, put: `${mark}${name} `, about }, mark + typed),
    );
  }

  #weighed(mark, candidates) {
    const weights = this.#uses.weights(mark);
    return candidates.map((each) => ({ ...each, use: weights.get(each.name) }));
  }

  /** Those who have spoken here, the last first; then others who are here. */
  #people() {
    const { current, conversations, people } = this.#chat;
    const said = [...(current.messages?.all ?? [])].reverse();
    const near = said.map(({ author: id, from: name }) => ({ id, name }));
    const { isRoom, isGroup, person, label, people: group } = current;
    const other = isRoom || isGroup ? group : [{ id: person, name: label }];
    const directs = conversations.directs.filter((each) => !each.isGroup);
    const talks = directs.map((each) => [each.person, each.label]);
    const here = people.names.map((name) => [people.numberOf(name), name]);
    const all = [
      ...[...other, ...near].map((each, place) => ({ ...each, place })),
      ...[...talks, ...here].map(([id, name]) => ({ id, name, isFar: true })),
    ].filter(({ id, name }) => !this.#isUnfit(id, name));
    const firsts = new Map(all.toReversed().map((each) => [each.name, each]));
    return [...firsts.values()].reverse();
  }

  /** Oneself, somebody blocked, and a guest who has lost the name. */
  #isUnfit(id, name) {
    const { you, blocks } = this.#chat;
    return name === you.name || name.includes("~") || blocks.has(id);
  }

  /** Behind the people: whoever types only an `@` means one of these. */
  #calls(typed) {
    if (this.#chat.current.kind === "direct") return [];
    const isFar = !typed;
    return [
      { name: "here", about: say("all who are in this room now"), isFar },
      { name: "room", about: say("all members of this room"), isFar },
    ];
  }

  #rooms() {
    return this.#chat.conversations.rooms.map(({ label: name, topic: about }, place) => ({
      ...{ name, about, place },
    }));
  }

  #emojis(typed) {
    const weights = this.#uses.weights("emoji");
    const use = (emoji) => weights.get(emoji) ?? 0;
    const found = emojiSource.table?.find(typed, this.#tone.value, use) ?? [];
    return found.slice(0, MOST).map(({ emoji, name }) => ({
      ...{ name, put: `${emoji} `, sign: emoji, used: emoji, about: "", isWhole: false },
    }));
  }

  #commands(typed) {
    const named = VERBS.map((each) => ({ ...each, name: each.word.slice(1) }));
    const found = ranked(this.#weighed("/", named), typed);
    return found.map(({ word, name, usage, meaning, fits }) => {
      const its = entry("/", { name: usage, put: `${word} `, about: meaning }, typed);
      return { ...its, used: name, isWhole: isWhole(name, typed) && fits("") };
    });
  }
}

function entry(mark, { name, put, about = "" }, typed) {
  const used = mark === "\x60" ? name : name.slice(1);
  return { name, put, about, sign: "", used, isWhole: isWhole(name, typed) };
}
