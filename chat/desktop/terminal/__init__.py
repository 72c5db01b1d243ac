"""The face for a terminal: curses, for a server without a screen."""
