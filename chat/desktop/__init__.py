"""The desktop client: one file, the standard library, a window or a terminal.

It runs on Python 3.9 or newer and imports nothing of the rest of the project but its
version: the site packs this folder into ``chat-desktop.pyz`` and hands it out. Three
parts:

    connection        a thread that keeps it, and says what happens to it
    core              what this person knows: pure, told of events, tells its screen
    window terminal   the faces: they call ``client.tick()``, and draw what the core
                      tells them

Everything but the connection lives in the face's thread: nothing needs a lock.
"""
