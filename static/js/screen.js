/** Shows what the chat tells, and passes on what the person does. */
import { Composer } from "./composer/composer.js";
import { Drawer } from "./sidebar/drawer.js";
import { onArrows, onPerson, plainClickOn } from "./dom/gestures.js";
import { HeadingView } from "./sidebar/heading_view.js";
import { MessageActions } from "./timeline/message_actions.js";
import { Notices } from "./dialogs/notices.js";
import { RoomDialogs } from "./dialogs/room_dialogs.js";
import { addressOf, nameAt } from "./browser/routes.js";
import { SidebarView } from "./sidebar/sidebar_view.js";
import { soon } from "./browser/soon.js";
import { unreadText } from "./dom/text.js";
import { TimelinePane } from "./timeline/timeline_pane.js";
import { typingText } from "./core/typing.js";

const byId = (id) => document.getElementById(id);
const isTouch = () => matchMedia("(pointer: coarse)").matches;

export class Screen {
  #shown = null;
  #list = soon(() => this.#showLists());
  #people = soon(() => this.#showPeople());

  /** `leave(address)` goes to another page. */
  constructor({ clock, times, drafts, leave }) {
    Object.assign(this, { clock, times, drafts, leave });
    this.notices = new Notices({ root: byId("notices"), clock });
    this.heading = new HeadingView(byId("conversation"));
  }

  /** Build the views on what the chat knows. */
  start(chat) {
    this.chat = chat;
    const { you } = chat;
    const sidebar = byId("sidebar");
    const open = (link) => this.#openLink(link);
    this.sidebar = new SidebarView({ root: sidebar, you, open });
    this.timeline = this.#newTimeline(you);
    this.actions = this.#newActions();
    this.composer = this.#newComposer();
    this.dialogs = this.#newDialogs();
    this.drawer = this.#newDrawer(sidebar);
    this.#listen(sidebar);
  }

  get isWatching() {
    return document.visibilityState === "visible" && this.timeline.isAtBottom;
  }

  // --- Going about -------------------------------------------------------------------

  openNamed(name) {
    const conversation = this.chat.conversations.byName(name);
    if (conversation) this.#goTo(conversation);
    else this.leave(addressOf({ isRoom: name[0] === "#", name, label: name.slice(1) }));
  }

  openPerson(name) {
    if (name.toLowerCase() === this.chat.you.name.toLowerCase()) return;
    this.#goTo(this.chat.conversations.direct(name));
  }

  /** The person has gone back or forward. */
  cameTo(path) {
    const name = nameAt(path);
    const known = name && this.chat.conversations.byName(name);
    if (known) this.chat.open(known);
    else if (name?.startsWith("@"))
      this.chat.open(this.chat.conversations.direct(name.slice(1)));
    else this.leave(path);
  }

  #goTo(conversation) {
    const address = addressOf(conversation);
    if (address !== location.pathname) history.pushState(null, "", address);
    this.drawer.close();
    this.chat.open(conversation);
    if (!isTouch()) this.composer.focus();
  }

  #openLink(link) {
    const { name, conversation, conversationName } = link.dataset;
    const known = this.chat.conversations.byId(Number(conversation));
    if (name) this.openPerson(name);
    else if (known) this.#goTo(known);
    else this.openNamed(conversationName);
  }

  // --- What the chat tells -----------------------------------------------------------

  shown(conversation) {
    if (conversation !== this.chat.current) return;
    if (conversation !== this.#shown) this.actions.editor.close();
    this.#shown = conversation;
    this.heading.show(conversation);
    this.composer.open(conversation.name);
    this.timeline.show(conversation, () => this.waitingChanged());
    this.typingChanged();
    this.markSeen();
  }

  changed(conversation, messages) {
    if (conversation !== this.chat.current || !conversation.isLoaded) return;
    this.timeline.put(messages, this.isWatching);
    this.markSeen();
  }

  extended(conversation) {
    if (conversation !== this.chat.current) return;
    this.timeline.extend(() => this.heading.show(conversation));
  }

  arrived(conversation, { from, body }) {
    const isHere = conversation === this.chat.current;
    if (!isHere && conversation.isRoom) return;
    const line = document.createElement("p");
    line.textContent = isHere ? `${from}: ${body}` : `${from} wrote to you in private`;
    byId("announcer").append(line);
    this.clock.after(5_000, () => line.remove());
  }

  landed(post, seq) {
    this.timeline.view.land(post.id, seq);
  }

  waitingChanged() {
    const { current, postman } = this.chat;
    if (!current) return;
    this.timeline.view.putWaiting(postman.waitingIn(current), (post) =>
      this.#note(post),
    );
  }

  listed() {
    this.#list();
  }

  peopleChanged() {
    this.#people();
  }

  typingChanged() {
    byId("typing").textContent = typingText(this.chat.typingNames);
  }

  gone(conversation) {
    if (conversation !== this.chat.current) return;
    this.notices.tell(`You are not in ${conversation.name} any more.`);
    this.openNamed("#lobby");
  }

  warned(detail) {
    this.notices.tell(detail);
  }

  banned(detail) {
    const dialog = byId("banned-dialog");
    byId("banned-text").textContent = detail;
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    if (!dialog.open) dialog.showModal();
  }

  /**
   * The browser's session is somebody else's by now: nothing may go out in their name.
   */
  stranger() {
    this.leave(location.pathname);
  }

  /** The line came up or broke. */
  lineChanged() {
    this.waitingChanged();
    if (this.chat.connection.isConnected) this.timeline.scroller.check();
  }

  // --- Seeing ------------------------------------------------------------------------

  markSeen() {
    if (this.isWatching) this.chat.seen();
  }

  visibilityChanged() {
    if (document.visibilityState === "hidden") this.timeline.lookAway();
    else this.markSeen();
  }

  #showLists() {
    const { conversations, current, presence } = this.chat;
    this.sidebar.showConversations(conversations, { current, presence });
    const { unread } = conversations;
    const count = unread ? `(${unreadText(unread)}) ` : "";
    document.title = `${count}${current.name} · chatsite`;
    const elsewhere = unread - current.unread;
    byId("drawer-badge").hidden = elsewhere === 0;
    byId("drawer-badge").textContent = unreadText(elsewhere);
    this.heading.show(current);
    this.timeline.showJump();
  }

  #showPeople() {
    this.sidebar.showPeople(this.chat.presence.names);
    this.#list();
  }

  #note(post) {
    if (post.error) return post.error.detail;
    return this.chat.connection.isConnected ? "" : "Waiting for the connection";
  }

  // --- What the person does ----------------------------------------------------------

  #post(body) {
    this.timeline.line.restart(this.chat.current.log.number);
    this.chat.post(body);
    this.timeline.scroller.toBottom();
  }

  #listen(sidebar) {
    onPerson(byId("people"), (name) => this.openPerson(name));
    onPerson(byId("messages"), (name) => this.openPerson(name));
    onArrows(sidebar, ".link-list a");
    byId("conversations").addEventListener("click", (event) => {
      const link = plainClickOn(event, "a[data-conversation-name]");
      if (!link) return;
      event.preventDefault();
      this.sidebar.clearFilter();
      this.#openLink(link);
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    const isQuickSwitch =
      (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!isQuickSwitch || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (byId("sidebar").offsetParent === null || !isWide()) this.drawer.open();
    this.sidebar.focusFilter();
  }

  // --- Views -------------------------------------------------------------------------

  #newTimeline(you) {
    return new TimelinePane({
      root: byId("conversation"),
      you,
      times: this.times,
      clock: this.clock,
      older: () => this.chat.fetcher.older(this.chat.current),
      moved: () => this.markSeen(),
    });
  }

  #newActions() {
    return new MessageActions({
      chat: this.chat,
      timeline: byId("timeline"),
      list: byId("messages"),
      row: (seq) => this.timeline.view.row(seq),
      failed: (refusal) => this.warned(refusal.message),
      finished: () => this.composer.focus(),
    });
  }

  #newComposer() {
    return new Composer({
      form: byId("composer"),
      count: byId("composer-count"),
      drafts: this.drafts,
      limit: () => this.chat.limits.body,
      post: (body) => this.#post(body),
      typing: () => this.chat.typing(),
      editLast: () => this.actions.editLast(),
    });
  }

  #newDialogs() {
    return new RoomDialogs({
      chat: this.chat,
      open: (name) => this.openNamed(name),
      openPerson: (name) => this.openPerson(name),
      tell: (text) => this.notices.tell(text),
    });
  }

  #newDrawer(sidebar) {
    return new Drawer({
      app: byId("app"),
      sidebar,
      conversation: byId("conversation"),
      shade: byId("drawer-shade"),
    });
  }
}

function isWide() {
  return matchMedia("(min-width: 48rem)").matches;
}
