/** Builds the views, and lets each of them observe the chat. */
import { Announcer } from "./timeline/announcer.js";
import { BannedDialog } from "./dialogs/banned_dialog.js";
import { Composer } from "./composer/composer.js";
import { Drawer } from "./sidebar/drawer.js";
import { onPerson, onQuickSwitch, plainClickOn } from "./dom/gestures.js";
import { Edits } from "./browser/edits.js";
import { EmojiDialog } from "./dialogs/emoji_dialog.js";
import { HeadingView } from "./sidebar/heading_view.js";
import { InvitationsView } from "./sidebar/invitations_view.js";
import { MessageActions } from "./timeline/message_actions.js";
import { Navigation } from "./navigation.js";
import { Notices } from "./dialogs/notices.js";
import { Palette } from "./timeline/palette.js";
import { PersonMenu } from "./dialogs/person_menu.js";
import { RoomDialogs } from "./dialogs/room_dialogs.js";
import { SidebarView } from "./sidebar/sidebar_view.js";
import { soon } from "./browser/soon.js";
import { StateView } from "./sidebar/state_view.js";
import { Timeline } from "./timeline/timeline.js";
import { TypingView } from "./composer/typing_view.js";
import { UnreadView } from "./sidebar/unread_view.js";
import { say } from "./words/words.js";

const DELAYED = say(
  "You are not connected right now. This is done as soon as the connection is back.",
);
const byId = (id) => document.getElementById(id);

export class Screen {
  navigation;
  notices;
  #announcer;
  #chat;
  #clock;
  #heading;
  #timeline;
  #personMenu;
  #actions;
  #composer;
  #drawer;
  #sidebar;

  /** `leave(address)` goes to another page. */
  constructor({ chat, clock, times, tone, drafts, leave }) {
    this.#chat = chat;
    this.#clock = clock;
    this.notices = new Notices({ root: byId("notices"), clock });
    this.#announcer = new Announcer({ root: byId("announcer"), clock });
    this.#heading = new HeadingView(byId("conversation"), chat.blocks);
    this.#timeline = this.#newTimeline(times);
    this.#personMenu = this.#newPersonMenu();
    this.#actions = this.#newActions(tone, new Edits(drafts));
    this.#composer = this.#newComposer(drafts);
    this.#drawer = newDrawer();
    const [drawer, composer] = [this.#drawer, this.#composer];
    this.navigation = new Navigation({ chat, drawer, composer, leave });
    this.#sidebar = this.#newSidebar();
    this.#newDialogs();
    this.#observe();
    this.#listen();
  }

  visibilityChanged() {
    this.#timeline.visibilityChanged();
    this.#announcer.visibilityChanged();
    if (document.visibilityState === "hidden") this.keepDraft();
    else this.look();
  }

  keepDraft() {
    this.#composer.keepDraft();
  }

  /** Time has passed, or other tabs have done something. */
  look() {
    this.#timeline.look();
    this.#composer.follow();
  }

  // --- What the chat tells -----------------------------------------------------------

  /** One observer for each view. */
  #observe() {
    const { signals } = this.#chat;
    signals.observe(stateObserver(this.#chat, this.#clock));
    // The timeline comes after what takes its room: it scrolls to what is new.
    signals.observe({ shown: (conversation) => this.#actions.turnTo(conversation) });
    signals.observe(this.#headingObserver());
    signals.observe({ shown: ({ name }) => this.#composer.open(name) });
    signals.observe(namesObserver(this.#composer, this.navigation, this.#sidebar));
    signals.observe(this.#timeline.observer);
    signals.observe(this.#actions.editing.observer);
    signals.observe(this.#typingObserver());
    signals.observe(this.#announcerObserver());
    signals.observe(this.#invitationsObserver());
    signals.observe(this.#unreadObserver());
    signals.observe(this.#sidebarObserver());
    signals.observe(
      noticesObserver(this.notices, () => this.navigation.openNamed("#lobby")),
    );
  }

  #headingObserver() {
    const show = () => this.#heading.show(this.#chat.current);
    return { shown: show, listed: soon(show) };
  }

  #typingObserver() {
    const view = new TypingView(byId("typing"));
    const show = () => view.show(this.#chat.typingNames);
    return { shown: show, typing: show };
  }

  #announcerObserver() {
    const view = this.#announcer;
    const isHere = (conversation) => conversation === this.#chat.current;
    return {
      arrived: (place, message) => view.announce(place, message, isHere(place)),
    };
  }

  #unreadObserver() {
    const view = new UnreadView(byId("drawer-badge"), byId("icon"));
    const show = soon(() => view.show(this.#chat));
    return { listed: show, invited: show };
  }

  #invitationsObserver() {
    const root = byId("invitations-section");
    const open = (name) => this.navigation.openNamed(name);
    const tell = (text) => this.notices.tell(text);
    const view = new InvitationsView({ chat: this.#chat, root, open, tell });
    return { invited: soon(() => view.show()) };
  }

  #sidebarObserver() {
    const listed = soon(() => this.#sidebar.showConversations(this.#chat));
    const people = soon(() => {
      this.#sidebar.showPeople(this.#chat.people.names, this.#chat.blocks);
      listed(); // a private conversation shows whether the other one is here
    });
    return { listed, waiting: listed, people, blocked: people };
  }

  // --- What the person does ----------------------------------------------------------

  #listen() {
    const openPerson = (...who) => this.navigation.openPerson(...who);
    onPerson(byId("people"), openPerson);
    onPerson(byId("messages"), openPerson);
    byId("conversations").addEventListener("click", (event) => {
      const link = plainClickOn(event, "a[data-conversation-name]");
      if (!link) return;
      event.preventDefault();
      this.#sidebar.clearFilter();
      this.navigation.openLink(link);
    });
    onQuickSwitch(() => {
      this.#drawer.reveal();
      this.#sidebar.focusFilter();
    });
  }

  // --- Views -------------------------------------------------------------------------

  #newTimeline(times) {
    return new Timeline({
      chat: this.#chat,
      root: byId("conversation"),
      times,
      clock: this.#clock,
      showTop: () => this.#heading.show(this.#chat.current),
      drawn: () => this.#actions.editing.resume(),
    });
  }

  #newActions(tone, edits) {
    return new MessageActions({
      chat: this.#chat,
      palette: newPalette(tone),
      timeline: byId("timeline"),
      list: byId("messages"),
      row: (seq) => this.#timeline.row(seq),
      hold: (row, change) => this.#timeline.hold(row, change),
      reveal: (row) => this.#timeline.reveal(row),
      edits,
      personMenu: this.#personMenu,
      failed: (refusal) => this.notices.tell(refusal.message),
      finished: () => this.#composer.focus(),
    });
  }

  #newPersonMenu() {
    return new PersonMenu({
      chat: this.#chat,
      write: (name) => this.navigation.openPerson(name),
      tell: (text) => this.notices.tell(text),
    });
  }

  #newComposer(drafts) {
    return new Composer({
      form: byId("composer"),
      count: byId("composer-count"),
      drafts,
      limit: () => this.#chat.limits.body,
      post: (body) => this.#timeline.post(body),
      typing: () => this.#chat.typing(),
      editLast: () => this.#actions.editing.editLast(),
    });
  }

  #newSidebar() {
    return new SidebarView({
      root: byId("sidebar"),
      you: this.#chat.you,
      open: (link) => this.navigation.openLink(link),
    });
  }

  #newDialogs() {
    return new RoomDialogs({
      chat: this.#chat,
      open: (name) => this.navigation.openNamed(name),
      openPerson: (name) => this.navigation.openPerson(name),
      tell: (text) => this.notices.tell(text),
    });
  }
}

function newPalette(tone) {
  return new Palette(byId("palette"), new EmojiDialog(byId("emoji-dialog"), tone));
}

/** What goes by a name goes along. */
function namesObserver(composer, navigation, sidebar) {
  return {
    renamed: (conversation, former) => {
      composer.rename(former, conversation.name);
      navigation.follow(conversation);
    },
    you: () => sidebar.showYou(),
  };
}

function newDrawer() {
  return new Drawer({
    app: byId("app"),
    sidebar: byId("sidebar"),
    conversation: byId("conversation"),
    shade: byId("drawer-shade"),
  });
}

function stateObserver({ connection }, clock) {
  const tryNow = () => connection.wake();
  const view = new StateView({ root: byId("state"), clock, tryNow });
  return { connection: () => view.show(connection) };
}

function noticesObserver(notices, openLobby) {
  const end = new BannedDialog(byId("banned-dialog"));
  return {
    warned: (detail) => notices.tell(detail),
    delayed: () => notices.tellAbove(DELAYED),
    banned: (detail) => end.show(detail),
    outdated: () => notices.offerReload(),
    gone: ({ name, isRoom }) => {
      if (isRoom) notices.tell(say("You are not in {name} any more.", { name }));
      const wasWriting = document.activeElement?.id === "composer-text";
      openLobby();
      // What somebody is typing was not meant for the lobby.
      if (wasWriting) byId("conversation-title").focus();
    },
  };
}
