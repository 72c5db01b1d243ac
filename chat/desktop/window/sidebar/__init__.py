"""What stands beside a conversation: rooms, people, and their menus."""
