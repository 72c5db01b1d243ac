import { concerns } from "/static/js/core/content/mentions.js";
import { Conversation } from "/static/js/core/rooms/conversation.js";
import { Messages } from "/static/js/core/history/messages.js";
import { showNames } from "/static/js/timeline/names_in.js";
import { ADA, equal, message, room, stored, test } from "./harness.js";

const named = (number = ADA.id, more = {}) => ({
  mentions: [{ author: number, name: "x", ...more }],
});

test("whoever is named is concerned, and all who are called, but not by themselves", () => {
  equal(concerns({ author: 9, ...named() }, ADA), true);
  equal(concerns({ author: 9, ...named(8) }, ADA), false);
  equal(concerns({ author: 9, calls: "here" }, ADA), true);
  equal(concerns({ author: ADA.id, ...named() }, ADA), false);
});

test("what is unread and names somebody is counted until it is read or deleted", () => {
  const dev = new Conversation(room({ head: 5, read: 3, unread: 2, mentions: 1 }), ADA);
  dev.load([stored(4, named()), stored(5)], false);
  dev.receive(message(6, named()));
  dev.receive(message(7, { calls: "room" }));
  dev.receive(message(8));
  equal([dev.named.count, dev.unread], [3, 5]);
  dev.receive({ type: "deleted", seq: 9, target: 7, author: 9, whose: 9 });
  dev.receive({ type: "deleted", seq: 10, target: 4, author: 9, whose: 9 });
  equal([dev.named.count, dev.unread], [1, 3]);
  dev.readUpTo(6);
  equal(dev.named.count, 0);
});

test("a new name is shown where somebody was named by the old one", () => {
  const messages = new Messages([stored(1, named(8)), stored(2)]);
  equal(messages.rename(new Map([[8, "rob"]])).length, 1);
  equal(messages.get(1).mentions[0].called, "rob");
  equal(messages.rename(new Map([[8, "rob"]])).length, 0);
});

test("what may be a name is a link where it is one", () => {
  const body = document.createElement("div");
  const span = (text) => `<span class="mention">@${text}</span>`;
  body.innerHTML = ["Bob", "李雷你好", "adam", "Room's", "roommate"].map(span).join(" ");
  const mentions = [
    { author: 8, name: "Bob", called: "rob" },
    { author: 9, name: "李雷", within: "李雷你好" },
    { author: ADA.id, name: "ada" },
  ];
  for (let again = 0; again < 2; again += 1)
    showNames(body, { mentions, calls: "room" }, ADA);
  const links = [...body.querySelectorAll("a.mention")];
  equal(links.map((each) => each.textContent), ["@rob", "@李雷"]);
  equal(links.map((each) => each.dataset.person), ["8", "9"]);
  equal(body.querySelectorAll(".is-call").length, 1);
  equal(body.textContent, "@rob @李雷你好 @adam @Room's @roommate");
  showNames(body, { mentions: [{ author: 8, name: "Bob", called: "bo" }] }, ADA);
  equal(links[0].textContent, "@bo");
});
