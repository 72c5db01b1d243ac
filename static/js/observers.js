/** Which view follows what the chat tells, and how. */
import { BannedDialog } from "./dialogs/banned_dialog.js";
import { InvitationsView } from "./sidebar/invitations_view.js";
import { renameAvatar, showAvatar } from "./dom/avatars.js";
import { soon } from "./browser/soon.js";
import { StateView } from "./sidebar/state_view.js";
import { UnreadView } from "./sidebar/unread_view.js";
import { apart, number, say } from "./words/words.js";

const DELAYED = say(
  "You are not connected right now. This is done as soon as the connection is back.",
);
const byId = (id) => document.getElementById(id);

export function announcerObserver(chat, view) {
  return {
    arrived: (place, message) => view.announce(place, message, place === chat.current),
  };
}

export function unreadObserver(chat) {
  const view = new UnreadView(byId("drawer-badge"), byId("icon"));
  const show = soon(() => view.show(chat));
  return { listed: show, invited: show };
}

export function invitationsObserver({ chat, open, tell }) {
  const root = byId("invitations-section");
  const view = new InvitationsView({ chat, root, open, tell });
  return { invited: soon(() => view.show()) };
}

export function sidebarObserver(chat, sidebar) {
  const listed = soon(() => sidebar.showConversations(chat));
  const people = soon(() => {
    sidebar.showPeople(chat);
    listed(); // a private conversation shows whether the other one is here
  });
  return { listed, waiting: listed, people, blocked: people };
}

/** What others show of themselves is asked for, and where this browser's clock is told. */
export function cardObserver({ people: { card } }) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return {
    welcomed: () => card.connected(timeZone),
    pictured: showAvatar,
    members: (event) => event.type === "renamed" && renameAvatar(event),
  };
}

/** What goes by a name goes along. */
export function namesObserver(navigation, sidebar) {
  return {
    renamed: (conversation) => navigation.follow(conversation),
    you: () => sidebar.showYou(),
  };
}

export function stateObserver({ connection }, clock) {
  const tryNow = () => connection.wake();
  const view = new StateView({ root: byId("state"), clock, tryNow });
  return { connection: () => view.show(connection) };
}

/** `news` leads to who tells what waits, and what became of what one has reported. */
export function reportsObserver(news) {
  return {
    queue: (event) => event?.new && news((it) => it.waits(event)),
    held: (messages) => news((it) => it.held(messages)),
    reported: (report) => report.outcome && news((it) => it.handled(report)),
  };
}

/** Where there is something to look after, the way to it; and how much waits there. */
export function moderationObserver({ kept: { moderation } }) {
  const button = byId("moderation-button");
  const badge = button.querySelector(".badge");
  const show = soon(() => {
    button.hidden = !moderation.isOffered;
    badge.hidden = !moderation.waiting;
    badge.querySelector(".badge-count").textContent = number(moderation.waiting);
  });
  return { moderation: show, listed: show };
}

export function noticesObserver(notices, panes, leave) {
  const end = new BannedDialog(byId("banned-dialog"));
  return {
    warned: (detail) => notices.tell(detail),
    delayed: () => notices.tellAbove(DELAYED),
    banned: (detail) => end.show(detail),
    outdated: () => notices.offerReload(),
    gone: (conversation, by, reason) => {
      const { called: name, kind } = conversation;
      const why = reason ? `: ${apart(reason)}` : "";
      if (by) notices.tell(say("{by} has put you out of {name}{why}.", { by, name, why }));
      else if (kind !== "direct") notices.tell(say("You are not in {name} any more.", { name }));
      if (!conversation.isOpen) return;
      const wasWriting = document.activeElement === panes.of(conversation)?.area;
      leave(conversation);
      // What somebody is typing was not meant for what is shown then.
      if (wasWriting) panes.current.find(".conversation-title").focus();
    },
  };
}
