/** All panels: one file of them, and of what they alone import, is laid down. */
import { ActionsDialog } from "./messages/actions_dialog.js";
import { ChainPanel } from "./messages/chain_panel.js";
import { Completion } from "./writing/completion.js";
import { Editor } from "./writing/editor.js";
import { EmojiDialog } from "./writing/emoji_dialog.js";
import { FilesDialog } from "./files/files_dialog.js";
import { PinsPanel, SavedPanel } from "./finding/kept_panel.js";
import { Formatting } from "./writing/formatting.js";
import { HappenedLines } from "./messages/happened_lines.js";
import { KeysDialog } from "./help/keys_dialog.js";
import { LaterDialog } from "./writing/later_dialog.js";
import { LogOut } from "./settings/log_out.js";
import { MembersPanel } from "./people/members_panel.js";
import { MentionsPanel } from "./reading/mentions_panel.js";
import { ModerationPanel } from "./moderation/moderation_panel.js";
import { MessageActs } from "./messages/message_acts.js";
import { Notifier } from "./reading/notifier.js";
import { PollDialog } from "./polls/poll_dialog.js";
import { ProfileCard } from "./people/profile_card.js";
import { QuietDialogs } from "./people/quiet_dialogs.js";
import { ReactionsPanel } from "./messages/reactions_panel.js";
import { ReadersDialog } from "./messages/readers_dialog.js";
import { ReportNews } from "./moderation/report_news.js";
import { RoomDialogs } from "./rooms/room_dialogs.js";
import { RoomSettings } from "./rooms/room_settings.js";
import { ScheduledPanel } from "./writing/scheduled_panel.js";
import { SettingsDialog } from "./settings/settings_dialog.js";
import { ShareDialog } from "./files/share_dialog.js";
import { SharingDialog } from "./files/sharing_dialog.js";
import { newSwitcher } from "./finding/switching.js";
import { UnreadPanel } from "./reading/unread_panel.js";
import { SearchPanel } from "./finding/search_panel.js";
import { SideBySide } from "./panes/side_by_side.js";
import { VersionsPanel } from "./messages/versions_panel.js";
import { VotersPanel } from "./polls/voters_panel.js";
import { WhyPanel } from "./messages/why_panel.js";
import { Slash } from "./writing/slash.js";
import { WritingHelp } from "./help/writing_help.js";

export const panels = {
  ActionsDialog,
  ChainPanel,
  Completion,
  Editor,
  EmojiDialog,
  FilesDialog,
  Formatting,
  HappenedLines,
  KeysDialog,
  LaterDialog,
  LogOut,
  MembersPanel,
  MentionsPanel,
  ModerationPanel,
  MessageActs,
  Notifier,
  PinsPanel,
  PollDialog,
  ProfileCard,
  QuietDialogs,
  ReactionsPanel,
  ReadersDialog,
  ReportNews,
  RoomDialogs,
  RoomSettings,
  SavedPanel,
  ScheduledPanel,
  SettingsDialog,
  ShareDialog,
  SharingDialog,
  newSwitcher,
  UnreadPanel,
  SearchPanel,
  SideBySide,
  VersionsPanel,
  VotersPanel,
  WhyPanel,
  Slash,
  WritingHelp,
};
