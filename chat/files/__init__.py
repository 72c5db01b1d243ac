"""A capability: files, sent to the site, shared in messages, and handed out again."""
