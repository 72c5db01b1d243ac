/** Builds the views, and lets each of them observe the chat. */
import { Announcer } from "./timeline/announcer.js";
import { Attention } from "./attention.js";
import { Drawer } from "./sidebar/drawer.js";
import {
  onAltKey,
  onBeside,
  onButton,
  onDialogs,
  onItem,
  onSearch,
  plainClickOn,
} from "./dom/gestures.js";
import { Edits } from "./browser/edits.js";
import { onLater } from "./later.js";
import { Midnight } from "./core/midnight.js";
import { Navigation } from "./navigation.js";
import { Notices } from "./dialogs/notices.js";
import { join } from "./sidebar/join_button.js";
import { onLinks } from "./replies.js";
import { Palette } from "./timeline/palette.js";
import { Pane } from "./pane.js";
import { Panels } from "./panels.js";
import { Panes } from "./panes.js";
import { Profiles } from "./dialogs/profiles.js";
import {
  announcerObserver,
  cardObserver,
  invitationsObserver,
  namesObserver,
  noticesObserver,
  moderationObserver,
  reportsObserver,
  sidebarObserver,
  stateObserver,
  unreadObserver,
} from "./observers.js";
import { onFiles } from "./sharing.js";
import { SidebarView } from "./sidebar/sidebar_view.js";
import { waysInto } from "./ways.js";
import { mention, newAids, newEmoji } from "./writing.js";

const BESIDE = { isBeside: true };
const byId = (id) => document.getElementById(id);

export class Screen {
  navigation;
  notices;
  panels;
  panes;
  ways;
  #announcer;
  #aids;
  #chat;
  #clock;
  #drafts;
  #kept;
  #midnight;
  #profiles;
  #sidebar;
  #times;

  /** `leave(address)` goes to another page; `panels` are where those are fetched. */
  constructor({ chat, clock, times, tone, uses, drafts, kept, leave, panels }) {
    [this.#chat, this.#clock, this.#times] = [chat, clock, times];
    [this.#drafts, this.#kept] = [drafts, kept];
    this.notices = new Notices({ root: byId("notices"), clock });
    this.panels = newPanels(panels, chat, this.notices);
    this.ways = waysInto(this.panels, this.#parts);
    this.#announcer = new Announcer({ root: byId("announcer"), clock });
    const emoji = newEmoji(this.panels, { tone, uses });
    this.panes = this.#newPanes(emoji, kept);
    const { panes } = this;
    this.navigation = new Navigation({ chat, drawer: newDrawer(), panes, leave });
    this.#profiles = this.#newProfiles(emoji);
    new Attention({ ...this.#parts, navigation: this.navigation, ways: this.ways });
    this.#sidebar = new SidebarView({ root: byId("sidebar"), you: chat.you });
    const { navigation, notices } = this;
    const page = { panes, navigation, notices, profiles: this.#profiles };
    const all = { chat, emoji, tone, uses, ways: this.ways, panels: this.panels };
    this.#aids = newAids({ ...all, ...page });
    this.#midnight = this.#newMidnight();
    this.#midnight.look();
    this.#observe();
    this.#listen();
    const where = { ...this.#parts, panes, ways: this.ways };
    onLater(where);
    onFiles(where);
  }

  visibilityChanged() {
    for (const { timeline } of this.panes.all) timeline.visibilityChanged();
    this.#announcer.visibilityChanged();
    if (document.visibilityState === "hidden") this.keepDraft();
    else this.look();
  }

  keepDraft() {
    for (const { composer } of this.panes.all) composer.keepDraft();
  }

  /** Time has passed, or other tabs have done something. */
  look() {
    this.#midnight.look();
    for (const { composer } of this.panes.all) composer.follow();
  }

  // --- What the chat tells -----------------------------------------------------------

  /** One observer for each view. */
  #observe() {
    const [chat, { signals }] = [this.#chat, this.#chat];
    const open = (name) => this.navigation.openNamed(name);
    const tell = (text) => this.notices.tell(text);
    const leave = (conversation) => this.navigation.leave(conversation);
    signals.observe(stateObserver(chat, this.#clock));
    signals.observe(this.panes.observer);
    this.panes.add(byId("conversation"));
    signals.observe(namesObserver(this.navigation, this.#sidebar));
    signals.observe(announcerObserver(chat, this.#announcer));
    signals.observe(invitationsObserver({ chat, open, tell }));
    signals.observe(unreadObserver(chat));
    signals.observe(sidebarObserver(chat, this.#sidebar));
    signals.observe(cardObserver(chat));
    signals.observe(noticesObserver(this.notices, this.panes, leave));
    signals.observe(reportsObserver(this.ways.reportNews));
    signals.observe(moderationObserver(this.#chat));
  }

  // --- What the person does ----------------------------------------------------------

  #listen() {
    byId("conversations").addEventListener("click", (event) => {
      const link = plainClickOn(event, "a[data-conversation-name]");
      if (!link) return;
      event.preventDefault();
      this.navigation.openLink(link);
    });
    onBeside(byId("sidebar"), "a:is([data-conversation-name], [data-name])", {
      hasRoom: () => this.panes.hasRoom,
      open: (link) => this.navigation.openLink(link, BESIDE),
    });
    onLinks(this.panes.root, this.navigation);
    const { dialogs, members, mentions, moderation, pins, roomSettings, saved, search } = this.ways;
    onDialogs((name) => dialogs((it) => it.show(name)));
    onItem("saved-item", () => saved((it) => it.show()));
    byId("mentions-button").addEventListener("click", () => mentions((it) => it.show()));
    byId("moderation-button").addEventListener("click", () => moderation((it) => it.show()));
    onSearch(byId("search-button"), () => search((it) => it.show()));
    onButton(this.panes.root, ".pins-button", () => pins((it) => it.show()));
    const toggle = () => members((it) => it.toggle());
    onButton(this.panes.root, ".members-button", toggle);
    onItem("members-item", toggle);
    onItem("room-settings-item", () => roomSettings((it) => it.show()));
    onAltKey("KeyP", toggle);
    if (this.#kept.hasMembers) members((it) => it.restore());
    onButton(this.panes.root, ".join-button", (it) => join(it, this.#parts));
    onButton(this.panes.root, ".talk-more", (it) => this.#profiles.openHere(it));
  }

  // --- Views -------------------------------------------------------------------------

  #newPanes(emoji, kept) {
    const palette = new Palette(byId("palette"), emoji);
    const edits = new Edits(this.#drafts);
    return new Panes({
      root: byId("panes"),
      chat: this.#chat,
      ...{ kept, panels: this.panels },
      moved: () => this.navigation.follow(),
      make: (root) =>
        new Pane(root, {
          ...{ ...this.#parts, palette, edits, drafts: this.#drafts },
          profiles: this.#profiles,
          ways: this.ways,
          follow: (conversation) => this.navigation.follow(conversation),
          obeys: (...what) => this.#aids.obeys(...what),
        }),
    });
  }

  #newMidnight() {
    const [clock, times] = [this.#clock, this.#times];
    const each = (call) => this.panes.all.forEach(({ timeline }) => call(timeline));
    times.changed = () => each((timeline) => timeline.refill());
    const dayOf = (now) => times.day(now);
    const passed = () => each((timeline) => timeline.renameDays());
    return new Midnight({ clock, dayOf, passed });
  }

  #newProfiles(emoji) {
    return new Profiles({
      chat: this.#chat,
      times: this.#times,
      clock: this.#clock,
      acts: {
        write: (...who) => this.navigation.openPerson(...who),
        beside: (name, number) => this.navigation.openPerson(name, number, BESIDE),
        hasRoom: () => this.panes.hasRoom,
        emoji,
        offer: (button, link) =>
          this.panes.offer(button, () => this.navigation.openLink(link, BESIDE)),
        mention: (name) => mention(this.panes.current.area, name),
        invite: (name) => this.ways.dialogs((it) => it.show("invite", name)),
        room: (name) => this.navigation.openNamed(name),
      },
      tell: (text) => this.notices.tell(text),
      panels: this.panels,
    });
  }

  /** What panels need. */
  get #parts() {
    return {
      chat: this.#chat,
      times: this.#times,
      clock: this.#clock,
      kept: this.#kept,
      panes: () => this.panes,
      open: (...where) => this.navigation.openNamed(...where),
      hasRoom: () => this.panes.hasRoom,
      openPerson: (...who) => this.navigation.openPerson(...who),
      post: (...what) => this.panes.post(...what),
      tell: (text) => this.notices.tell(text),
    };
  }
}

function newPanels(addresses, chat, notices) {
  return new Panels({
    addresses,
    here: () => chat.current,
    tell: (text) => notices.tell(text),
    offerReload: () => notices.offerReload(),
  });
}

function newDrawer() {
  return new Drawer({
    app: byId("app"),
    sidebar: byId("sidebar"),
    conversation: byId("panes"),
    shade: byId("drawer-shade"),
  });
}
