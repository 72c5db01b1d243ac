"""Files on the page: chosen, sent, shared, and there for who reads them."""

import io
import wave

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE, ROWS_OF_THE_PAGE, ROWS_OF_THE_SERVER, TABLET
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF pl\0n"}
# More than one piece, and no text.
LARGE = {
    "name": "large.bin",
    "mimeType": "application/octet-stream",
    "buffer": b"\0" * (2 * 2**20 + 5),
}
DRAWN_SIZE = "(it) => [it.naturalWidth, it.parentElement.offsetHeight]"
BEFORE_IT_COMES = """(picture) => {
    const other = document.createElement("img");
    for (const name of ["loading", "width", "height"]) other[name] = picture[name];
    other.src = "/files/none";
    picture.replaceWith(other);
    return [other.naturalWidth, other.parentElement.offsetHeight];
}"""
# What the browser has found of what it was asked to look at.
LOADED = "(media) => new Promise((r) => { media.onloadedmetadata = r; media.load() })"

# A file as the clipboard has it, or as it is held above the page.
GIVEN = """(place, { type, name, content }) => {
    const carried = new DataTransfer();
    carried.items.add(new File([content], name, { type: "application/pdf" }));
    const how = { bubbles: true, cancelable: true };
    const event = type === "paste"
        ? new ClipboardEvent(type, { ...how, clipboardData: carried })
        : new DragEvent(type, { ...how, dataTransfer: carried });
    place.dispatchEvent(event);
    return event.defaultPrevented;
}"""

NO_MICROPHONE = """() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error());
}"""


def sound():
    """A tenth of a second of silence."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return {"name": "tune.wav", "mimeType": "audio/wav", "buffer": content.getvalue()}


def picture(visitor):
    """One that is as large as what they look at."""
    content = visitor.page.screenshot()
    return {"name": "view.png", "mimeType": "image/png", "buffer": content}


def share(visitor, *files, words="", alt=""):
    visitor.say("/upload")
    dialog = visitor.find("#sharing-dialog")
    dialog.locator("[name=files]").set_input_files(files)
    dialog.locator(".sharing-alt").first.fill(alt)
    dialog.locator("[name=body]").fill(words)
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()


def test_files_are_chosen_and_shared_with_words(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    ada.say("/upload plan.pdf")
    dialog = ada.find("#sharing-dialog")
    expect(dialog.locator("[name=files]")).to_be_focused()
    dialog.locator("[name=files]").set_input_files([PLAN, LARGE])
    sizes = ["9 B", "2.1 MB"]
    expect(dialog.locator(".sharing-size")).to_have_text(sizes)
    dialog.locator("[name=body]").fill("Both **here**")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    message = bob.message("plan.pdf")
    expect(message.locator(".body")).to_have_text("Both here")
    expect(message.locator(".file-card")).to_have_count(2)
    expect(message.locator(".file-size")).to_have_text(sizes)
    with bob.page.expect_download() as download:
        message.locator(".file-card").first.click()
    assert download.value.suggested_filename == "plan.pdf"
    assert ada.complaints == bob.complaints == []


def test_a_file_of_code_shows_its_first_lines_in_its_message(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    code = {"name": "run.py", "mimeType": "text/plain", "buffer": b"import os\n" * 20}
    share(ada, code, words="See **this**")
    for reload in (False, True):
        if reload:
            bob.reload()
        shown = bob.message("See this").locator(".body pre")
        expect(shown).to_have_attribute("data-language", "run.py")
        expect(shown.locator(".k").first).to_have_text("import")
        expect(shown).to_have_text("import os\n" * 8 + "…")
    assert ada.complaints == bob.complaints == []


def test_a_message_tells_where_its_files_are(enter):
    ada = enter()
    ada.make_room()
    ada.say("/upload")
    dialog = ada.find("#sharing-dialog")
    dialog.locator("[name=files]").set_input_files([PLAN])
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    number = ada.message("plan.pdf").get_attribute("data-seq")
    ada.say(f"/files {number}")
    link = ada.find("#files-dialog a")
    expect(link).to_have_text("plan.pdf")
    answer = ada.page.request.get(ada.url.rstrip("/") + link.get_attribute("href"))
    assert answer.body() == PLAN["buffer"]
    assert ada.complaints == []


def test_a_file_that_is_refused_says_why_and_the_rest_stays(enter):
    ada = enter()
    ada.make_room()
    ada.say("/upload")
    dialog = ada.find("#sharing-dialog")
    nothing = {**PLAN, "name": "nothing.txt", "buffer": b""}
    dialog.locator("[name=files]").set_input_files([PLAN, nothing])
    dialog.locator("[name=body]").fill("these")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator(".sharing-error")).to_have_text(
        ["", "There is nothing in that file."]
    )
    expect(dialog.locator("[role=alert]")).to_have_text(
        "nothing.txt could not be sent."
    )
    expect(dialog.locator("[name=body]")).to_have_value("these")
    dialog.locator(".sharing-drop").last.click()
    dialog.locator("[type=submit]").click()
    expect(ada.message("plan.pdf")).to_contain_text("these")
    assert ada.complaints == []


def test_pictures_and_sounds_are_shown_in_their_message(enter):
    ada, bob = enter(), enter(**PHONE)
    room = ada.make_room()
    bob.join(room)
    share(ada, picture(ada), sound(), PLAN, words="Look", alt="A room")
    message = bob.message("Look")
    shown = message.locator("img")
    expect(shown).to_have_attribute("alt", "A room")
    expect(shown).to_have_js_property("complete", True)
    width, height = shown.evaluate(DRAWN_SIZE)
    assert width == 320
    # Before it came it was as high.
    assert shown.evaluate(BEFORE_IT_COMES) == [0, height]
    tune = message.locator("audio")
    expect(tune).to_have_attribute("preload", "none")
    tune.evaluate(LOADED)
    assert tune.evaluate("(audio) => audio.duration") == 0.1
    # With keys: from the message to its files, and along them.
    row = ada.message("Look")
    row.focus()
    ada.page.keyboard.press("Tab")
    expect(row.locator(".file-picture")).to_be_focused()
    ada.page.keyboard.press("ArrowRight")
    expect(row.locator(".file-card").first).to_be_focused()
    assert ada.complaints == []


def test_files_are_the_same_in_what_the_server_paints(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    share(ada, picture(ada), sound(), PLAN, alt="A <room>")
    row = ada.message("plan.pdf")
    expect(row.locator(".body")).to_have_text("")
    painted = ada.page.evaluate(ROWS_OF_THE_SERVER)
    assert ada.page.evaluate(ROWS_OF_THE_PAGE) == painted
    bob.reload()
    expect(bob.message("plan.pdf").locator("img")).to_be_visible()
    assert bob.page.evaluate(ROWS_OF_THE_PAGE) == bob.page.evaluate(ROWS_OF_THE_SERVER)
    assert ada.complaints == bob.complaints == []


def test_the_words_of_files_are_edited_and_they_go_with_their_message(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    share(ada, PLAN, words="tomorow")
    expect(bob.message("tomorow").locator(".file")).to_have_count(1)
    ada.message("tomorow").hover()
    ada.message("tomorow").locator("[data-action=edit]").click()
    expect(ada.find(".editor textarea")).to_have_value("tomorow")
    ada.find(".editor textarea").fill("tomorrow")
    ada.find(".editor textarea").press("Enter")
    message = bob.message("tomorrow")
    expect(message.locator(".body")).to_have_text("tomorrow")
    expect(message.locator(".file-name")).to_have_text("plan.pdf")
    ada.message("tomorrow").hover()
    ada.message("tomorrow").locator("[data-action=edit]").click()
    ada.find(".editor textarea").fill("")
    ada.find(".editor textarea").press("Enter")
    expect(bob.message("plan.pdf").locator(".body")).to_have_text("")
    ada.message("plan.pdf").hover()
    ada.message("plan.pdf").locator("[data-action=delete]").press("Enter")
    expect(ada.find(".file")).to_be_hidden()
    expect(bob.find(".file")).to_have_count(0)
    assert ada.complaints == bob.complaints == []


def give(visitor, type, selector):
    """Whether the page takes it."""
    what = {"type": type, "name": "plan.pdf", "content": "%PDF plan"}
    return visitor.find(selector).evaluate(GIVEN, what)


def test_the_button_takes_what_is_written_along(enter):
    ada, bob = enter(), enter(**PHONE)
    bob.join(ada.make_room())
    for visitor in (bob, ada):
        visitor.find("#composer-text").fill("Our plan")
        visitor.find("#composer").get_by_role("button", name="Add files").click()
        dialog = visitor.find("#sharing-dialog")
        expect(dialog.locator("[name=body]")).to_have_value("Our plan")
        dialog.locator("[name=files]").set_input_files([PLAN])
        dialog.locator("[type=submit]").click()
        expect(dialog).to_be_hidden()
        expect(visitor.find("#composer-text")).to_have_value("")
    expect(bob.page.locator(".message .file-card")).to_have_count(2)
    expect(bob.page.locator(".message .body", has_text="Our plan")).to_have_count(2)
    assert ada.complaints == bob.complaints == []


def test_what_is_being_shared_goes_on_in_a_page_that_is_loaded_anew(enter):
    ada = enter()
    ada.make_room()
    composer, dialog = ada.find("#composer-text"), ada.find("#sharing-dialog")
    composer.fill("Our plan")
    ada.find(".share-button").click()
    dialog.locator("[name=files]").set_input_files([PLAN, LARGE])
    ada.page.route("**/files/upload/**", lambda route: route.abort())
    with ada.page.expect_request("**/files/upload/**"):
        dialog.locator("[type=submit]").click()
    ada.page.unroute("**/files/upload/**")
    ada.page.reload()
    message = ada.message("plan.pdf")
    expect(message.locator(".file-card")).to_have_count(2)
    expect(message.locator(".body")).to_have_text("Our plan")
    expect(dialog).to_be_hidden()
    expect(composer).to_have_value("")
    ada.page.reload()
    expect(message).to_have_count(1)


def test_what_was_written_is_there_again_if_nothing_is_shared(enter):
    ada = enter()
    ada.make_room()
    composer, dialog = ada.find("#composer-text"), ada.find("#sharing-dialog")
    for words in ("Our plan", "Our plan of today", ""):
        ada.find(".share-button").click()
        dialog.locator("[name=body]").fill(words)
        ada.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(composer).to_have_value(words)
    # What is to be obeyed is not said with files.
    composer.fill("/help")
    ada.find(".share-button").click()
    expect(dialog.locator("[name=body]")).to_have_value("")
    ada.page.keyboard.press("Escape")
    expect(composer).to_have_value("/help")
    assert ada.complaints == []


def test_what_is_pasted_is_shared(enter):
    ada = enter()
    ada.make_room()
    ada.find("#composer-text").fill("As promised")
    assert give(ada, "paste", "#composer-text")
    dialog = ada.find("#sharing-dialog")
    expect(dialog.locator(".sharing-name")).to_have_text("plan.pdf")
    expect(dialog.locator("[name=body]")).to_have_value("As promised")
    dialog.locator("[type=submit]").click()
    expect(ada.message("As promised").locator(".file-card")).to_have_count(1)
    assert ada.complaints == []


def test_what_is_let_go_above_a_conversation_is_shared(enter):
    ada = enter()
    ada.make_room()
    target = ada.find("#conversation.is-target")
    assert give(ada, "dragover", "#timeline")
    expect(target).to_be_visible()
    give(ada, "dragleave", "#timeline")
    expect(target).to_have_count(0)
    assert give(ada, "dragover", "#timeline")
    assert give(ada, "drop", "#timeline")
    expect(target).to_have_count(0)
    dialog = ada.find("#sharing-dialog")
    expect(dialog.locator(".sharing-name")).to_have_text("plan.pdf")
    dialog.locator("[type=submit]").click()
    expect(ada.message("plan.pdf").locator(".file-card")).to_have_count(1)
    assert ada.complaints == []


def record_in(dialog):
    """Begin, and wait until there is half a second, for which five bars stand; the
    button that ends it.
    """
    record = dialog.get_by_role("button", name="Record your voice")
    record.click()
    expect(record).to_have_attribute("aria-pressed", "true")
    loud = "(it) => it.getContext('2d').getImageData(12, 0, 3, 32).data.some(Boolean)"
    eventually(lambda: dialog.locator("canvas").evaluate(loud))
    return record


def test_a_voice_is_recorded_and_heard_by_others(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    ada.find(".share-button").click()
    dialog = ada.find("#sharing-dialog")
    record_in(dialog).click()
    expect(dialog.locator(".sharing-name")).to_have_text("voice.webm")
    record_in(dialog)  # what is being recorded goes along
    dialog.locator("[type=submit]").click()
    heard = bob.page.locator(".message audio")
    expect(heard).to_have_count(2)
    for voice in heard.all():
        voice.evaluate(LOADED)
    bars = bob.page.locator(".message .file").first.locator(".file-wave rect")
    expect(bars).not_to_have_count(0)
    count = bars.count()
    bob.reload()
    expect(bars).to_have_count(count)
    bars.last.click()
    eventually(lambda: heard.first.evaluate("(it) => it.currentTime > 0"))
    assert ada.complaints == bob.complaints == []


def test_without_a_microphone_that_is_said(enter):
    ada = enter()
    ada.page.evaluate(NO_MICROPHONE)
    ada.find(".share-button").click()
    dialog = ada.find("#sharing-dialog")
    dialog.get_by_role("button", name="Record your voice").click()
    expect(dialog.locator(".dialog-error")).to_have_text(
        "The microphone cannot be used."
    )


def test_what_is_let_go_above_a_name_in_the_sidebar_is_shared_there(enter):
    ada, bob = enter(**TABLET), enter(**TABLET)
    room = ada.make_room()
    ada.go("")
    link = f"#sidebar [data-conversation-name='#{room}']"
    # The first of what is held above the page has the panel come.
    give(ada, "dragenter", link)
    eventually(lambda: give(ada, "dragover", link))
    expect(ada.find(f"{link}.is-target")).to_have_count(1)
    assert give(ada, "drop", link)
    dialog = ada.find("#sharing-dialog")
    expect(dialog.locator(".sharing-where")).to_have_text(f"#{room}")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    bob.join(room)
    expect(bob.message("plan.pdf").locator(".file-card")).to_have_count(1)
    assert ada.complaints == []
