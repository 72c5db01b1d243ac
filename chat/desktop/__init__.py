"""The desktop client: one file, the standard library, a window or a terminal.

It runs on Python 3.9 or newer and imports nothing of the rest of the project: the site
packs this folder into ``chat-desktop.pyz`` and hands it out. Three parts:

    line         a thread that holds the connection, and says what happens to it
    chat         what this person knows: pure, told of events, tells its screen
    window text  the faces: they call ``client.tick()``, and draw what the chat knows

Everything but the line lives in the face's thread, so that nothing needs a lock.
"""

VERSION = "1.0"
