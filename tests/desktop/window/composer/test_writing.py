"""What is written is completed, answers a message, names people, and is kept."""

import pytest

from tests.support.windows import MAIN, TIMELINE, WRITING

pytestmark = pytest.mark.processes
FIELD, TALK = f"{MAIN}.{WRITING}", f"{MAIN}.{TIMELINE}"
LISTED, REPLY = f"{MAIN}.pane.completion.tree", f"{MAIN}.pane.composer.reply"
CHOSEN = f"llength [{TALK} tag ranges chosen]"


def has(window, text):
    window.until(f"{FIELD} get 1.0 end-1c", lambda written: written == text)


def offers(window, row):
    shown = f"{LISTED} item 0 -text"
    window.until(f"winfo ismapped {LISTED}", lambda answer: answer == "1")
    window.until(shown, lambda text: row in text)


def test_names_are_ended_from_a_list_and_messages_are_answered(window, bob):
    window.enter("ada")
    bob.say("shall we bake?")
    window.sees("shall we bake?")
    window.click(FIELD)
    window.type("hi @b")
    offers(window, "@bob")
    window.press("Return")
    has(window, "hi @bob ")
    window.type("and ```")
    window.press("ctrl+a", "BackSpace")
    window.type("/who")
    offers(window, "/who")
    window.press("Down", "Escape", "ctrl+a", "BackSpace", "ctrl+Up")
    window.says(f"{REPLY}.words", "shall we bake?")
    window.type("yes, @bo")
    offers(window, "@bob")
    window.click(LISTED, at="40 8")
    has(window, "yes, @bob ")
    window.press("Return")
    window.sees("↪ bob: shall we bake?")
    window.until(f"winfo ismapped {REPLY}", lambda answer: answer == "0")
    bob.until(lambda: [m.quote for m in bob.conversation("#lobby").messages][-1])
    bob.say("@ada, and @room: cake")
    window.sees("cake")
    named = window.ask(f"{TALK} tag nextrange named 1.0").split()
    assert window.ask(f"{TALK} get {' '.join(named)}") == "@ada"
    window.click_text("↪ bob")
    window.until(CHOSEN, lambda count: count == "2")
    chosen = window.ask(f"{TALK} get chosen.first chosen.last")
    assert "shall we bake?" in chosen


def test_members_are_listed_and_lead_to_their_private_windows(window, bob):
    window.enter("ada")
    window.write("/members #lobby bo")
    tree = ".main.members.tree"
    [row] = window.until(f"{tree} children here", bool).split()
    assert window.ask(f"{tree} item {row} -text").endswith("bob")
    assert window.ask(".main.members.foot.state cget -text").endswith("in #lobby.")
    window.focus(".main.members")
    window.ask("focus .main.members.bar.entry")
    window.press("Down")
    window.press("Return")
    window.appears(".privatebob")


def test_what_is_pinned_saved_and_named_is_listed_and_leads_there(window, bob):
    window.enter("ada")
    bob.say("@ada remember this")
    window.sees("remember this")
    [message] = bob.conversation("#lobby").messages
    bob.say(f"/pin {message.seq}")
    window.sees("pinned")
    window.write(f"/save {message.seq}")
    window.sees("Saved for later.")
    go = window.ask("[. cget -menu] entrycget 1 -menu")
    kinds = {"pins": "Pinned here", "saved": "Saved messages"}
    for kind, label in {**kinds, "mentions": "Mentions of you"}.items():
        window.ask(f"{go} invoke {{{label}}}")
        tree = f".main.{kind}.tree"
        window.until(f"{tree} children {{}}", bool)
        window.focus(f".main.{kind}")
        if kind == "saved":
            window.press("Delete")
            window.until(f"{tree} children {{}}", lambda rows: not rows)
            window.sees("Taken off the saved ones.")
            window.press("Escape")
        else:
            window.press("Return")
            window.until(CHOSEN, lambda count: count == "2")
        window.until(f"winfo exists {tree}", lambda answer: answer == "0")
        window.focus(".")
        window.press("ctrl+3")


def test_what_is_written_is_sent_later_changed_and_let_be(window):
    window.enter("ada")
    form, tree = ".main.later", ".main.scheduled.tree"
    words = f"{tree} item [lindex [{tree} children {{}}] 0] -values"
    window.click(FIELD)
    window.type("tea")
    has(window, "tea")
    window.press("alt+Return")
    window.asks(form)
    window.type("soon")
    window.press("Return")
    window.says(f"{form}.bar.state", "When: +20m")
    window.press("ctrl+a")
    window.type("+2h")
    window.press("Return", "Return")
    window.sees("To be sent to #lobby at")
    has(window, "")
    window.ask("[[. cget -menu] entrycget 1 -menu] invoke {Sent later}")
    window.until(words, lambda row: row.startswith("tea"))
    assert window.ask(f"llength [{tree} children {{}}]") == "1"
    window.focus(".main.scheduled")
    window.press("Return")
    window.asks(form)
    window.ask(f"{form}.words insert end {{ and cake}}")
    window.press("Return")
    window.until(words, lambda row: "cake" in row)
    window.focus(".main.scheduled")
    window.until("focus", lambda focus: focus == tree)
    window.press("Delete")
    window.until(f"{tree} children {{}}", lambda rows: not rows)


def test_how_one_is_is_said_by_a_form(window, bob):
    window.enter("ada")
    form = ".main.statusform"
    how = "[[. cget -menu] entrycget 0 -menu] invoke {How you are*}"
    window.ask(how)
    window.asks(form)
    window.type("Lunch")
    window.ask(f"{form}.time.choices.choice1 invoke")
    window.press("Return")
    window.until(f"winfo exists {form}", lambda answer: answer == "0")
    bob.say("/whois ada")
    bob.until(lambda: any("ada: Lunch (until" in line for line in bob.screen.notes))
    window.ask(how)
    window.until(f"{form}.words.text get", lambda text: text == "Lunch")
    assert window.ask(f"{form}.time.line.when get")
    window.ask(f"{form}.words.text delete 0 end")
    window.press("Return")
    window.until(f"winfo exists {form}", lambda answer: answer == "0")
    bob.screen.notes.clear()
    bob.say("/whois ada")
    bob.until(lambda: "ada is here (desktop window)." in bob.screen.notes)
    assert not any("Lunch" in line for line in bob.screen.notes)
