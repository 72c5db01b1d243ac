"""The pages: conversations, the desktop client's download, the admin panel."""
