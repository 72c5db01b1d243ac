/** One pane of the page: a conversation's heading, its messages, and where one writes. */
import { Composer } from "./composer/composer.js";
import { HeadingView } from "./sidebar/heading_view.js";
import { MessageActions } from "./timeline/message_actions.js";
import { isShown } from "./dom/shown.js";
import { isTouch } from "./dom/touch.js";
import { ReplyBar } from "./composer/reply_bar.js";
import { Replying } from "./timeline/replying.js";
import { showLater } from "./later.js";
import { soon } from "./browser/soon.js";
import { Timeline } from "./timeline/timeline.js";
import { TypingView } from "./composer/typing_view.js";
import { whyClosed } from "./core/permissions.js";

export class Pane {
  /** The conversation that it shows. */
  current = null;
  /** It waits for room: nobody sees it. */
  isHidden = false;
  composer;
  editing;
  root;
  timeline;
  #actions;
  #chat;
  #forgets;
  #heading;
  #parts;
  #replyBar;
  #typing;

  /**
   * `root` is its element. `parts` are those of the page that all panes share; of them
   * `follow(conversation)` has the address be that one's, if somebody is at it, and
   * `obeys` is the composer's.
   */
  constructor(root, { chat, ...parts }) {
    [this.root, this.#chat, this.#parts] = [root, chat, parts];
    const { times, clock, drafts } = parts;
    const focus = () => this.composer.focus();
    const bar = this.find(".reply-bar");
    this.#heading = new HeadingView(root, chat.blocks);
    this.#replyBar = new ReplyBar({ root: bar, chat, drafts, focus });
    this.#typing = new TypingView(this.find(".typing"));
    this.timeline = new Timeline({
      ...{ chat, here: this, root, times, clock },
      showTop: () => this.#heading.show(this.current),
      drawn: () => this.editing.resume(),
    });
    this.#actions = this.#newActions();
    this.editing = this.#actions.editing;
    this.composer = this.#newComposer();
    this.find(".jump").addEventListener("click", () => parts.follow(this.current));
    this.#forgets = this.#observers.map((each) => chat.signals.observe(each, this));
  }

  /** Whether somebody looks at it. */
  get isSeen() {
    return document.visibilityState === "visible" && !this.isHidden;
  }

  /** Where messages are written. */
  get area() {
    return this.find(".composer textarea");
  }

  /** Where one is in it when one is nowhere else; on a phone, writing opens a keyboard. */
  get landing() {
    const places = [this.area, this.find(".join-button")];
    return (!isTouch() && places.find(isShown)) || this.find(".conversation-title");
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  /** Say something in it: {body, action, reply, poll}. */
  post(said) {
    this.timeline.post(said);
    this.#parts.follow(this.current);
  }

  /** Wait for room, or be seen again. */
  hide(isHidden) {
    if (isHidden === this.isHidden) return;
    this.isHidden = isHidden;
    this.timeline.visibilityChanged();
  }

  /** It is closed. */
  end() {
    this.composer.keepDraft();
    for (const forget of this.#forgets) forget();
    this.root.remove();
  }

  /** The timeline comes after what takes its room: it scrolls to what is new. */
  get #observers() {
    const showHeading = () => this.current && this.#heading.show(this.current);
    const showTyping = () => this.#typing.show(this.#chat.people.typingIn(this.current));
    const showHappened = soon(() => {
      if (this.current?.events.size)
        this.#parts.ways.happened((it) => it.show(this.find(".messages"), this.current));
    });
    const showLine = () =>
      this.current &&
      showLater(this.find(".later-line"), this.#chat.kept.later.in(this.current));
    return [
      { shown: (conversation) => this.#actions.turnTo(conversation) },
      { shown: showHeading, listed: soon(showHeading) },
      { shown: ({ name }) => this.composer.open(name) },
      this.#replyBar.observer,
      { renamed: ({ name }, former) => this.composer.rename(former, name) },
      this.timeline.observer,
      this.editing.observer,
      { shown: showTyping, typing: showTyping },
      { shown: showLine, later: showLine },
      { shown: showHappened, changed: showHappened, extended: showHappened },
    ];
  }

  #newActions() {
    const [chat, here, list] = [this.#chat, this, this.find(".messages")];
    const { tell } = this.#parts;
    return new MessageActions({
      ...{ ...this.#parts, chat, here, list },
      replying: new Replying({ here, bar: this.#replyBar, list }),
      timeline: this.find(".timeline"),
      row: (seq) => this.timeline.row(seq),
      hold: (row, change) => this.timeline.hold(row, change),
      reveal: (row) => this.timeline.reveal(row),
      failed: (refusal) => tell(refusal.message),
      finished: () => this.composer.focus(),
    });
  }

  #newComposer() {
    const { drafts, obeys } = this.#parts;
    return new Composer({
      form: this.find(".composer"),
      count: this.find(".composer-count"),
      ...{ drafts, obeys },
      limit: () => this.#chat.limits.body,
      reply: this.#replyBar,
      post: (said) => this.post(said),
      typing: () => this.#chat.typing(this.current),
      closed: () => whyClosed(this.current),
      editLast: () => this.editing.editLast(),
    });
  }
}
