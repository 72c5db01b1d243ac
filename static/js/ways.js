/** The ways into the panels that are opened by `show(...)`: one of each, for all who do. */

const HELD = { isHeld: true };

/** `panels` are where panels are fetched; the `parts` are what those need. */
export function waysInto(panels, parts) {
  return {
    chain: panels.of(({ ChainPanel }) => new ChainPanel(parts)),
    dialogs: panels.of(({ RoomDialogs }) => new RoomDialogs(parts)),
    editor: panels.of(({ Editor }) => Editor, HELD),
    files: panels.of(({ FilesDialog }) => new FilesDialog(parts)),
    happened: panels.of(({ HappenedLines }) => new HappenedLines(parts), HELD),
    help: panels.of(({ WritingHelp }) => new WritingHelp()),
    later: panels.of(({ LaterDialog }) => new LaterDialog(parts)),
    members: panels.of(({ MembersPanel }) => new MembersPanel(parts), { isHeld: true }),
    mentions: panels.of(({ MentionsPanel }) => new MentionsPanel(parts)),
    moderation: panels.of(({ ModerationPanel }) => new ModerationPanel(parts)),
    messageActs: panels.of(({ MessageActs }) => MessageActs),
    pins: panels.of(({ PinsPanel }) => new PinsPanel(parts)),
    reactions: panels.of(({ ReactionsPanel }) => new ReactionsPanel(parts)),
    poll: panels.of(({ PollDialog }) => new PollDialog(parts)),
    readers: panels.of(({ ReadersDialog }) => new ReadersDialog(parts)),
    reportNews: panels.of(({ ReportNews }) => new ReportNews(parts), HELD),
    roomSettings: panels.of(({ RoomSettings }) => new RoomSettings(parts)),
    saved: panels.of(({ SavedPanel }) => new SavedPanel(parts)),
    scheduled: panels.of(({ ScheduledPanel }) => new ScheduledPanel(parts)),
    search: panels.of(({ SearchPanel }) => new SearchPanel(parts)),
    sharing: panels.of(({ SharingDialog }) => new SharingDialog(parts)),
    sheet: panels.of(({ ActionsDialog }) => new ActionsDialog()),
    unread: panels.of(({ UnreadPanel }) => new UnreadPanel(parts)),
    versions: panels.of(({ VersionsPanel }) => new VersionsPanel(parts)),
    why: panels.of(({ WhyPanel }) => new WhyPanel(parts)),
    voters: panels.of(({ VotersPanel }) => new VotersPanel(parts)),
  };
}
