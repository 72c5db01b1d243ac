import { apart, learn, list, number, say, sayCount, Words } from "/static/js/words/words.js";
import { sentenceOf } from "/static/js/words/errors.js";
import { typingText } from "/static/js/core/people/typing.js";
import { waitingText } from "/static/js/panels/settings/log_out.js";
import { countText, unfoldText, unreadText } from "/static/js/dom/text.js";
import { localeOf, Times } from "/static/js/dom/times.js";
import { whyOf } from "/static/js/words/ends.js";
import { equal, test } from "./harness.js";

const [german, arabic] = [await known("de"), await known("ar")];

async function known(language) {
  await import(`/static/js/languages/${language}.js`);
  const [of, words] = globalThis.chatsiteWords;
  equal(of, language);
  return words;
}

const AT = "2026-01-31T14:05:09.000Z";
const NEXT_DAY = "2026-02-01T01:00:00.000Z";
const bare = (text) => text.replace(/[\u2066-\u2069]/g, "");

/** What a text is in a language. */
function inLanguage(language, known, text) {
  learn(language, known);
  try {
    return bare(text());
  } finally {
    learn("en", {});
  }
}

const inGerman = (text) => inLanguage("de", german, text);
const inArabic = (text) => inLanguage("ar", arabic, text);

test("a sentence is said in the language that was learnt", () => {
  const hidden = () => say("You are not in {name} any more.", { name: "#dev" });
  equal(bare(hidden()), "You are not in #dev any more.");
  equal(inGerman(hidden), "Du bist nicht mehr in #dev.");
  equal(inArabic(hidden), "لم تعد في #dev.");
});

test("what no translation has is said in English", () => {
  const words = new Words("de", {});
  equal(words.say("Nothing of {name}", { name: "it" }), "Nothing of it");
  equal(words.sayCount(1, "{count} dog", "{count} dogs"), "1 dog");
  equal(words.say("{unknown}", {}), "{unknown}");
});

test("one is one in English and in German, and nothing else is", () => {
  const texts = [0, 1, 2, 1001].map((count) => () => members(count));
  equal(texts.map((text) => text()), ["0 members", "1 member", "2 members", "1,001 members"]);
  equal(texts.map(inGerman), ["0 Mitglieder", "1 Mitglied", "2 Mitglieder", "1.001 Mitglieder"]);
});

test("Arabic counts in six ways", () => {
  const counted = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111].map((count) =>
    inArabic(() => members(count)),
  );
  equal(counted, [
    "لا أعضاء",
    "عضو واحد",
    "عضوان",
    "3 أعضاء",
    "10 أعضاء",
    "11 عضوًا",
    "99 عضوًا",
    "100 عضو",
    "102 عضو",
    "103 أعضاء",
    "111 عضوًا",
  ]);
});

function members(count) {
  return sayCount(count, "{count} member", "{count} members");
}

test("all that is counted has a word for one", () => {
  equal(countText("xx", 1), "1 character too long");
  equal(inGerman(() => countText("x".repeat(5001), 4000)), "1.001 Zeichen zu lang");
  equal(inArabic(() => countText("xxx", 1)), "أطول من الحد بحرفين");
  equal(inArabic(() => unfoldText("x\n".repeat(21))), "عرض الأسطر كلها: 21 سطرًا");
  equal(inGerman(() => waitingText(1)).slice(0, 14), "Eine Nachricht");
  equal([inArabic(() => unreadText(100)), inArabic(() => number(1234))], ["99+", "1,234"]);
});

test("who is typing is a list as each language has it", () => {
  const say = (count) => () => typingText(["ada", "bob", "cyd", "dan"].slice(0, count));
  equal([1, 2, 4].map(say).map(inGerman), [
    "ada tippt…",
    "ada und bob tippen…",
    "ada, bob und 2 weitere tippen…",
  ]);
  equal(inArabic(say(2)), "ada وbob يكتبان الآن…");
  equal(list(["a", "b", "c"]), "a, b and c");
});

test("what is told one after the other has the comma of each language", () => {
  const known = () => whyOf({ reason: "loud", networks: ["::1"] });
  equal([known(), inArabic(known)], [" (loud, ::1)", " (loud، ::1)"]);
});

test("a name that runs the other way stays apart from its sentence", () => {
  equal(say("Write to {name}", { name: "דנה" }), "Write to \u2068דנה\u2069");
  equal(say("Write to {name}", { name: "dana" }), "Write to dana");
  equal(list(["ada", "דנה"]), "ada and \u2068דנה\u2069");
  learn("ar", arabic);
  equal(say("Write to {name}", { name: "@bob" }), "الكتابة إلى \u2068@bob\u2069");
  // Nobody gets out of it.
  equal(apart("a\u2069\u202eb"), "\u2068ab\u2069");
  learn("en", {});
});

test("times and days are those of the language, and of the region that is spoken", () => {
  const seen = (locale, hours) => {
    const times = new Times({ locale, hours, timeZone: "UTC" });
    const days = [AT, NEXT_DAY].map((now) => times.dayLabel(AT, now));
    return [times.clock(AT), ...days, times.dayLabel(AT, "2026-03-01T00:00:00Z")];
  };
  equal(seen("de").map(spaced), ["14:05", "Heute", "Gestern", "Samstag, 31. Januar"]);
  equal(seen("ar").map(spaced), ["2:05 م", "اليوم", "أمس", "السبت، 31 يناير"]);
  equal(seen("ar-EG")[0], seen("ar")[0]);
  equal(seen("en-GB")[0], "14:05");
  equal(spaced(seen("en-US")[0]), "2:05 PM");
  equal(localeOf("en", ["de-AT", "en-GB", "en"]), "en-GB");
  equal(localeOf("ar", ["de-AT"]), "ar");
});

test("a person may have 12 hours or 24 in every language", () => {
  const clock = (locale, hours) =>
    spaced(new Times({ locale, hours, timeZone: "UTC" }).clock(AT));
  equal(["en", "de", "ar"].map((each) => clock(each, "24")), ["14:05", "14:05", "14:05"]);
  equal(["en", "de", "ar"].map((each) => clock(each, "12")), ["2:05 PM", "2:05 PM", "2:05 م"]);
  const early = (locale) => new Times({ locale, timeZone: "UTC" }).clock(NEXT_DAY);
  equal(["en", "de", "en-GB"].map(early).map(spaced), ["1:00 AM", "01:00", "01:00"]);
  const times = new Times({ locale: "en", timeZone: "UTC" });
  equal([times.hours, times.example("24")], ["12", "14:05"]);
  times.choose("24");
  equal(times.clock(AT), "14:05");
  equal(times.full(AT).includes("14:05:09"), true);
});

test("since when is said within a sentence", () => {
  const times = new Times({ locale: "de", timeZone: "UTC" });
  equal([times.since(AT, AT), times.since(AT, NEXT_DAY)], ["14:05", "gestern"]);
});

test("an error is said with the times of the reader, and its names apart", () => {
  const parameters = { until: AT, why: "spam" };
  const banned = { code: "banned", detail: "until 31 January 2026, 14:05 UTC", parameters };
  const local = new Date(AT).toLocaleTimeString("de", { timeStyle: "short" });
  const until = `bis 31. Januar 2026 um ${local} ausgesperrt: spam.`;
  equal(inGerman(() => sentenceOf(banned)), `Die Verwaltung hat dich ${until}`);
  const muted = { code: "not-allowed", detail: "לא muted it", parameters: { name: "לא" } };
  equal(sentenceOf(muted), "\u2068לא\u2069 muted it");
  const taken = { code: "name-taken", detail: "No: #לא.", parameters: { room: "#לא" } };
  equal(sentenceOf(taken), "No: \u2068#לא\u2069.");
  const short = { code: "new", detail: "לא: ל has left.", parameters: { name: "ל" } };
  equal(sentenceOf(short), "לא: \u2068ל\u2069 has left.");
  equal(sentenceOf({ code: "new", detail: "As it is." }), "As it is.");
});

/** Before "PM" there is a narrow blank that does not break. */
function spaced(text) {
  return text.replace(/[\u00a0\u202f]/g, " ");
}
