"""What other chats have exported: Slack, Mattermost, Zulip, and logs of IRC."""
