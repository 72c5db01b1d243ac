/** All panels: one file of them, and of what they alone import, is laid down. */
import { ActionsDialog } from "./actions_dialog.js";
import { ChainPanel } from "./chain_panel.js";
import { Completion } from "./completion.js";
import { Editor } from "./editor.js";
import { EmojiDialog } from "./emoji_dialog.js";
import { FilesDialog } from "./files_dialog.js";
import { PinsPanel, SavedPanel } from "./kept_panel.js";
import { Formatting } from "./formatting.js";
import { HappenedLines } from "./happened_lines.js";
import { KeysDialog } from "./keys_dialog.js";
import { LaterDialog } from "./later_dialog.js";
import { MembersPanel } from "./members_panel.js";
import { MentionsPanel } from "./mentions_panel.js";
import { ModerationPanel } from "./moderation_panel.js";
import { MessageActs } from "./message_acts.js";
import { Notifier } from "./notifier.js";
import { PollDialog } from "./poll_dialog.js";
import { ProfileCard } from "./profile_card.js";
import { QuietDialogs } from "./quiet_dialogs.js";
import { ReactionsPanel } from "./reactions_panel.js";
import { ReadersDialog } from "./readers_dialog.js";
import { ReportNews } from "./report_news.js";
import { RoomDialogs } from "./room_dialogs.js";
import { RoomSettings } from "./room_settings.js";
import { ScheduledPanel } from "./scheduled_panel.js";
import { SettingsDialog } from "./settings_dialog.js";
import { SharingDialog } from "./sharing_dialog.js";
import { newSwitcher } from "./switching.js";
import { UnreadPanel } from "./unread_panel.js";
import { SearchPanel } from "./search_panel.js";
import { SideBySide } from "./side_by_side.js";
import { VersionsPanel } from "./versions_panel.js";
import { VotersPanel } from "./voters_panel.js";
import { Slash } from "./slash.js";
import { WritingHelp } from "./writing_help.js";

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
  SharingDialog,
  newSwitcher,
  UnreadPanel,
  SearchPanel,
  SideBySide,
  VersionsPanel,
  VotersPanel,
  Slash,
  WritingHelp,
};
