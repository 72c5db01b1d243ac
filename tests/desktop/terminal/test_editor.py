"""A line is edited in the middle."""

from chat.desktop.terminal.editor import Editor


def test_the_editor_is_edited_in_the_middle():
    editor = Editor()
    editor.insert("hello wrld again")
    for _ in range(9):
        editor.press("left")
    editor.insert("o")
    assert editor.text == "hello world again"
    for key in ("end", "word", "home", "delete"):
        assert editor.press(key)
    assert (editor.text, editor.at) == ("ello world ", 0)
    assert not editor.press("dance")
