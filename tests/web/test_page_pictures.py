"""Pictures on the page: they have their room before they come, and are looked at."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.files.pictures import colourful, grainy, moving, opened, telling
from tests.support.visitor import PHONE
from tests.web.test_page_files import share

pytestmark = pytest.mark.browser

DENSE = {**PHONE, "device_scale_factor": 3}
# What comes before a page shows ten pictures, and what of that is no picture
# (docs/performance.md).
FIRST_LOAD_BYTES, PAGE_BYTES = 250_000, 90_000
# How far what is seen was shifted since the page began to load, by its own doing.
SHIFTS = """() => new Promise((resolve) => {
    let sum = 0;
    const add = (list) => list.getEntries().forEach(({ value }) => { sum += value; });
    const observer = new PerformanceObserver(add);
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 300);
})"""
BOX = """(it) => {
    const { width, height } = it.getBoundingClientRect();
    return [width, height];
}"""


def named(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def jpeg(width, height, draw=colourful):
    content = io.BytesIO()
    draw(width, height).save(content, "JPEG", quality=90)
    return content.getvalue()


@pytest.fixture
def album(enter):
    """Ada has shared some pictures, and Bob, who is in that room, looks at them."""

    def album(**device):
        ada, bob = enter(), enter(**device)
        bob.join(ada.make_room())
        pictures = [
            named("wide.jpg", jpeg(2000, 1000)),
            named("tall.jpg", telling("JPEG", colourful(1200, 900))),
            named("tiny.gif", moving()),
        ]
        share(ada, *pictures, words="Look")
        expect(bob.message("Look").locator("img")).to_have_count(3)
        return bob

    return album


def loaded(visitor):
    """Wait for all of the pictures."""
    for picture in visitor.page.locator(".file-picture img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(it) => it.naturalWidth") > 0


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_nothing_shifts_when_pictures_come(album, device):
    bob, held = album(**device), []
    bob.page.route("**/*thumbnail=*", lambda route: held.append(route))
    bob.reload()
    pictures = bob.message("Look").locator("img")
    pictures.first.scroll_into_view_if_needed()
    before = [each.evaluate(BOX) for each in pictures.all()]
    assert before[1:] == [[144, 192], [64, 40]]
    assert before[0] == [320, 160] or device
    assert len(held) >= 3
    # Which lets those go on that were held.
    bob.page.unroute("**/*thumbnail=*")
    loaded(bob)
    assert [each.evaluate(BOX) for each in pictures.all()] == before
    assert bob.page.evaluate(SHIFTS) == 0


def test_a_picture_has_its_colour_before_it_comes(album):
    ground = album().message("Look").locator(".file-picture svg").first
    assert ground.evaluate("(it) => getComputedStyle(it).fill").startswith("rgb(")


@pytest.mark.parametrize(("pixels", "side"), [(1, 320), (2, 480), (3, 480)])
def test_the_page_fetches_what_fits(album, pixels, side):
    bob = album(**PHONE, device_scale_factor=pixels)
    loaded(bob)
    shown = bob.message("Look").locator("img").first
    expect(shown).to_have_js_property("loading", "lazy")
    assert shown.evaluate("(it) => it.currentSrc").endswith(f"?thumbnail={side}.webp")
    width, height = shown.evaluate(BOX)
    assert width <= bob.page.viewport_size["width"]
    assert width == pytest.approx(2 * height, abs=1)


def test_a_picture_is_looked_at_with_keys(album):
    bob = album()
    page, viewer = bob.page, bob.find("#viewer-dialog")
    bob.message("Look").locator(".file-picture").first.press("Enter")
    expect(viewer.locator("#viewer-name")).to_have_text("wide.jpg")
    expect(viewer.locator(".viewer-count")).to_have_text("1 / 3")
    shown = viewer.locator("img")
    width, _ = shown.evaluate(BOX)
    page.keyboard.press("+")
    assert shown.evaluate(BOX)[0] == pytest.approx(2 * width, abs=1)
    page.keyboard.press("-")
    assert shown.evaluate(BOX)[0] == width
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("#viewer-name")).to_have_text("tall.jpg")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator(".viewer-count")).to_have_text("3 / 3")
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_js_property("complete", True)
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(bob.message("Look").locator(".file-picture").first).to_be_focused()
    assert bob.complaints == []


def test_what_is_zoomed_into_is_fetched_as_it_was_shared(album):
    bob = album()
    viewer = bob.find("#viewer-dialog")
    bob.message("Look").locator(".file-picture").first.click()
    shown = viewer.locator("img")
    expect(shown).to_have_js_property("complete", True)
    assert "thumbnail=1600.webp" in shown.evaluate("(it) => it.currentSrc")
    with bob.page.expect_response(lambda it: it.url.endswith("/wide.jpg")):
        viewer.get_by_role("button", name="Make it larger").click()
    with bob.page.expect_download() as download:
        viewer.get_by_role("link", name="Store it").click()
    stored = Path(download.value.path()).read_bytes()
    assert opened(stored).size == (2000, 1000)
    viewer.get_by_role("button", name="Close").click()
    expect(viewer).to_be_hidden()


def test_a_finger_leads_to_the_next_picture(enter):
    ada, bob = enter(), enter(**PHONE)
    bob.join(ada.make_room())
    pictures = [named(f"{at}.jpg", jpeg(400 + at, 300)) for at in (1, 2)]
    share(ada, *pictures, words="Look")
    bob.message("Look").locator(".file-picture").first.tap()
    viewer = bob.find("#viewer-dialog")
    name = viewer.locator("#viewer-name")
    expect(name).to_have_text("1.jpg")
    swipe(viewer, 300, 100)
    expect(name).to_have_text("2.jpg")
    swipe(viewer, 100, 140)
    expect(name).to_have_text("2.jpg")
    swipe(viewer, 100, 300)
    expect(name).to_have_text("1.jpg")
    assert bob.complaints == []


def swipe(viewer, start, end):
    stage = viewer.locator(".viewer-stage")
    about = {"isPrimary": True, "pointerType": "touch", "bubbles": True, "clientY": 300}
    stage.dispatch_event("pointerdown", {**about, "clientX": start})
    stage.dispatch_event("pointerup", {**about, "clientX": end})


@pytest.mark.bar
def test_ten_pictures_weigh_little(enter):
    ada = enter()
    room = ada.make_room()
    pictures = [named(f"{at}.jpg", jpeg(4000, 3000, grainy)) for at in range(10)]
    share(ada, *pictures, words="Look")
    expect(ada.message("Look").locator("img")).to_have_count(10, timeout=60_000)
    for device in ({}, DENSE):
        bob, weights = enter(**device), []
        bob.page.on("requestfinished", lambda it, known=weights: weigh(it, known))
        bob.join(room)
        expect(bob.message("Look").locator("img")).to_have_count(10)
        loaded(bob)
        print(f"{sum(weights)} bytes of {len(weights)} pictures")
        assert len(weights) == 10
        assert sum(weights) <= FIRST_LOAD_BYTES - PAGE_BYTES


def weigh(request, weights):
    if "/files/" in request.url:
        weights.append(request.sizes()["responseBodySize"])
