/** The rows of one conversation: messages by seq, then the posts that wait. */
import { Arrangement } from "./arrangement.js";
import { DayLines } from "./day_lines.js";
import { Groups, lastMessage, nextMessage, previousMessage } from "./groups.js";
import { adopt, fillMessage, fillPost, landPost, reveal, tellTime } from "./message_row.js";
import { newRow } from "./row_parts.js";
import { stamp } from "../dom/stamp.js";

export class TimelineView {
  days;
  #bySeq = new Map();
  #waiting = new Map();
  #arrangement;
  #groups;
  #unreadLine = stamp("unread-line");
  #conversation = null;
  #list;
  #you;
  #blocks;
  #times;

  /** `list` may hold the server's rows: they are kept. */
  constructor({ list, you, blocks, times, clock }) {
    this.#list = list;
    this.#you = you;
    this.#blocks = blocks;
    this.#times = times;
    this.#groups = new Groups(list);
    this.days = new DayLines({ list, times, clock });
    list.querySelectorAll(".unread-line").forEach(Groups.remove);
    this.#arrangement = new Arrangement(times, this.days, this.#unreadLine);
    for (const type of ["pointerover", "focusin"])
      list.addEventListener(type, ({ target }) => {
        const row = target.closest(".message");
        if (row) tellTime(row, times);
      });
    for (const row of list.querySelectorAll(".message")) {
      this.#bySeq.set(Number(row.dataset.seq), row);
      adopt(row);
    }
  }

  get unreadLine() {
    return this.#unreadLine.isConnected ? this.#unreadLine : null;
  }

  row(seq) {
    return this.#bySeq.get(seq);
  }

  /** Show a conversation's messages and nothing else. */
  show(conversation) {
    if (this.#conversation && this.#conversation !== conversation) this.#clear();
    this.#conversation = conversation;
    const messages = conversation.messages?.all ?? [];
    this.#removeAllBut(new Set(messages.map((each) => each.seq)));
    this.put(messages);
  }

  /** Write messages, in the order of the log, into their rows, in their places. */
  put(messages) {
    // The last one first: each has its place before the one that comes next.
    const rows = [...messages].reverse().map((message) => this.#put(message));
    const touched = new Set(rows.flatMap((row) => [row, nextMessage(row)]));
    for (const row of touched) this.#arrangement.arrange(row);
  }

  /** The posts that wait here; `note(post)` says why, or nothing. */
  putWaiting(posts, note) {
    const ids = new Set(posts.map((post) => post.id));
    for (const [id, row] of this.#waiting) if (!ids.has(id)) this.#remove(row);
    for (const id of this.#waiting.keys()) if (!ids.has(id)) this.#waiting.delete(id);
    for (const post of posts) this.#putPost(post, note(post));
  }

  /** A post has taken its number; the message itself may come later. */
  land(id, seq) {
    const row = this.#waiting.get(id);
    if (!row) return;
    this.#waiting.delete(id);
    // One that was sent again may be here for long, or stand among older ones.
    const { first, newer = false } = this.#conversation.messages ?? {};
    if (this.#bySeq.has(seq) || newer || first?.seq > seq) return this.#remove(row);
    landPost(row, seq);
    this.#bySeq.set(seq, row);
  }

  /** Show the words of somebody blocked, with their name where none stands above. */
  reveal(row) {
    reveal(row);
    this.#arrangement.arrange(row);
    this.#arrangement.arrange(nextMessage(row));
  }

  /** Messages that are not kept any more. */
  drop(seqs) {
    // The last one first: none becomes the first of its group, and gets a style as such.
    for (const seq of seqs.toReversed()) this.#remove(this.#bySeq.get(seq));
    for (const seq of seqs) this.#bySeq.delete(seq);
    this.#arrangement.arrange(this.#list.querySelector(".message"));
  }

  /** Stand the "new" line before that message, or take it away. */
  placeUnreadLine(seq) {
    const row = this.#bySeq.get(seq);
    if (row?.previousElementSibling === this.#unreadLine) return;
    const before = nextMessage(this.#unreadLine);
    Groups.remove(this.#unreadLine);
    row?.before(this.#unreadLine);
    this.#arrangement.arrange(before);
    this.#arrangement.arrange(row);
  }

  get #context() {
    const [you, times, blocks] = [this.#you, this.#times, this.#blocks];
    return { you, times, blocks, here: this.#conversation };
  }

  // --- Rows --------------------------------------------------------------------------

  #put(message) {
    const known = this.#bySeq.get(message.seq) ?? this.#waiting.get(message.id);
    const row = known ?? newRow();
    this.#waiting.delete(message.id);
    this.#bySeq.set(message.seq, row);
    this.#arrangement.learn(row, message);
    fillMessage(row, message, this.#context);
    if (!known || !this.#isInPlace(row)) this.#place(row, message.seq);
    return row;
  }

  #putPost(post, note) {
    const row = this.#waiting.get(post.id) ?? newRow();
    this.#waiting.set(post.id, row);
    const at = new Date(post.made).toISOString();
    this.#arrangement.learn(row, { ...post, author: this.#you.id, at });
    fillPost(row, post, { ...this.#context, note });
    if (!row.isConnected) {
      row.removeAttribute("data-seq");
      this.#putBefore(null, row);
    }
    this.#arrangement.arrange(row);
  }

  /** Between its neighbours in the log; waiting posts come after all messages. */
  #place(row, seq) {
    this.days.remove(row);
    let next = this.#rowAfter(seq);
    let each = next ? previousMessage(next) : lastMessage(this.#list);
    while (each && (each === row || isBehind(each, seq))) {
      if (each !== row) next = each;
      each = previousMessage(each);
    }
    this.#putBefore(next, row);
  }

  #putBefore(next, row) {
    const isOfDay = (other) => this.#arrangement.isOfOneDay(row, other);
    this.#groups.place(row, next, isOfDay);
  }

  #rowAfter(seq) {
    const row = this.#bySeq.get(this.#conversation.messages.after(seq)?.seq);
    return row?.isConnected ? row : null;
  }

  #isInPlace(row) {
    const before = previousMessage(row);
    const after = nextMessage(row);
    const seq = Number(row.dataset.seq);
    const isAfter = !before || Number(before.dataset.seq) < seq;
    return (
      row.isConnected && isAfter && (!after?.dataset.seq || after.dataset.seq > seq)
    );
  }

  #remove(row) {
    // The focus would fall to the body.
    if (row?.contains(document.activeElement))
      this.#list.closest("[tabindex]").focus({ preventScroll: true });
    this.days.remove(row);
    if (row) Groups.remove(row);
  }

  #removeAllBut(seqs) {
    for (const seq of [...this.#bySeq.keys()]) {
      if (seqs.has(seq)) continue;
      this.#remove(this.#bySeq.get(seq));
      this.#bySeq.delete(seq);
    }
  }

  #clear() {
    this.#bySeq.clear();
    this.#waiting.clear();
    this.#list.replaceChildren();
  }
}

/** Posts that wait have no number: they come after all messages. */
function isBehind({ dataset: { seq } }, other) {
  return !seq || Number(seq) > other;
}
