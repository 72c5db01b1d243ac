import { EmojiTable, TONES } from "/static/js/core/writing/emoji.js";
import { equal, test } from "./harness.js";

const table = await tableIn("emoji.json");
const [none, light, , , , dark] = TONES;
const found = (typed, tone = none) => table.find(typed, tone).map(({ emoji }) => emoji);
const has = (typed, emoji, tone) => found(typed, tone).includes(emoji);

test("an emoji is found by its name, by a part of it, and by other words", () => {
  equal(found("red heart")[0], "❤️");
  equal([has("thumb", "👍"), has("THUMBS  up", "👍"), has("lol", "😂")], [true, true, true]);
  equal(found("goose"), ["🪿"]);
  equal(found("no such thing"), []);
  equal([has("curacao", "🇨🇼"), has("TÜRKIYE", "🇹🇷"), has("cote", "🇨🇮")], [true, true, true]);
});

test("an emoji finds itself, in whatever form it is written", () => {
  equal([found("❤"), found("👋🏿"), found("‽")], [["❤️"], ["👋🏿"], []]);
  equal([found("ℹ"), found("㊗\ufe0f"), found("Ⓜ"), found("1️⃣")], [["ℹ️"], ["㊗️"], ["Ⓜ️"], ["1️⃣"]]);
});

test("people are in the tone that was chosen", () => {
  equal(found("waving hand", dark), ["👋🏿"]);
  equal(found("handshake", light)[0], "🤝🏻");
  equal(found("pizza", dark)[0], "🍕");
  const people = table.all(light).find(({ name }) => name === "People & Body");
  equal(people.emoji[0], { emoji: "👋🏻", name: "waving hand, light skin tone" });
});

test("in another language an emoji and its tone have other names", async () => {
  const german = await tableIn("emoji.de.json");
  const [hand] = german.find("winkende hand", dark);
  equal(hand, { emoji: "👋🏿", name: "winkende Hand, dunkle Hautfarbe" });
  const arabic = await tableIn("emoji.ar.json");
  equal(arabic.find("بيتزا", none)[0].emoji, "🍕");
  const all = (each) => each.all(none).flatMap(({ emoji }) => emoji.map((it) => it.emoji));
  for (const each of [german, arabic]) equal(all(each), all(table));
});

async function tableIn(file) {
  const answer = await fetch(`/static/${file}`);
  return new EmojiTable(await answer.json());
}

test("two tones are found by the words of both", () => {
  const shaking = found("handshake light dark");
  equal([shaking.includes("🫱🏻‍🫲🏿"), shaking.includes("🤝🏽")], [true, false]);
});

test("every emoji has a name of its own", () => {
  const all = table.all(none).flatMap(({ emoji }) => emoji);
  equal([all.length > 1900, new Set(all.map(({ name }) => name)).size], [true, all.length]);
});

test("of those that fit as well, what is used more comes first", () => {
  const use = (emoji) => (emoji === "😻" ? 1 : 0);
  equal(table.find("cat", none, use).slice(0, 2).map(({ emoji }) => emoji), ["🐈", "😻"]);
});

test("those of a list have their names, in the tones that they have", () => {
  const those = table.those(["👋🏿", "❤", "no"]).map(({ name }) => name);
  equal(those, ["waving hand, dark skin tone", "red heart"]);
});
