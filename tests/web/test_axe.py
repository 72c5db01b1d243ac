"""axe-core looks at every page, and at each state of the chat, in every palette."""

import pytest

from tests.support import npm
from tests.support.scenes import CHAPTERS
from tests.support.scenes.stage import stage
from tests.support.visitor import DRAWN

pytestmark = [pytest.mark.browser, pytest.mark.bar, pytest.mark.timeout(1800)]

PALETTES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
# Beside what it looks at anyway: targets of 24 pixels (WCAG 2.2).
OPTIONS = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html, any, all }) =>
        `${id}: ${html.slice(0, 120)} ${[...any, ...all].map((e) => e.message)}`))"""

# A colour that is on its way to another is nobody's choice.
SETTLED = """document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime < Infinity)
    .forEach((each) => each.finish())"""


@pytest.fixture(scope="module")
def axe():
    return (npm.need("axe-core") / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def there(browser):
    with stage(browser) as there:
        yield there


@pytest.fixture
def finds(axe):
    """What it finds, in any of the palettes."""

    def finds(page, state):
        # The site's policy lets no script in; the debugger is not asked.
        page.evaluate(axe + ";null")
        for name, palette in PALETTES.items():
            page.emulate_media(**palette)
            page.evaluate(DRAWN)
            page.evaluate(SETTLED)
            for each in page.evaluate(RUN, OPTIONS):
                yield f"{state}, {name}: {each}"

    return finds


@pytest.mark.parametrize("size", ["phone", "desktop", "zoomed"])
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_every_state(there, finds, chapter, size):
    found = []
    with there.amid(chapter):
        for scene in chapter.scenes:
            if size in scene.sizes:
                with there.playing(scene, size) as page:
                    found += finds(page, f"{scene.name}, {size}")
    assert found == []
