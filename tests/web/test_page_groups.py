"""Groups, and one's notes, on the page."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import TABLET

pytestmark = pytest.mark.browser


def begin(ada, *others):
    ada.page.click("[data-dialog=write]")
    names = ", ".join(each.name for each in others)
    ada.find("#write-dialog [name=name]").fill(names)
    ada.find("#write-dialog [name=name]").press("Enter")
    expect(ada.find("#conversation-name")).to_contain_text(others[0].name)


def test_several_names_make_a_group_that_all_of_them_have_and_write_in(enter):
    ada, bob, eve = enter(**TABLET), enter(), enter()
    begin(ada, bob, eve)
    title = ", ".join(sorted((bob.name, eve.name)))
    expect(ada.find("#conversation-name")).to_have_text(title)
    expect(ada.find("#beginning-text")).to_contain_text("Only those in this group")
    ada.say("hello, both")
    row = bob.find("#directs .conversation-link.group")
    expect(row.locator(".badge-count")).to_have_text("1")
    row.click()
    expect(bob.message("hello, both")).to_be_visible()
    bob.page.reload()
    names = ", ".join(sorted((ada.name, eve.name)))
    expect(bob.find("#conversation-name")).to_have_text(names)
    expect(bob.message("hello, both")).to_be_visible()
    assert ada.complaints == bob.complaints == []


def test_whoever_leaves_is_out_of_its_name(enter):
    ada, bob, eve = enter(**TABLET), enter(), enter()
    begin(ada, bob, eve)
    ada.page.click(".room-more")
    ada.page.click("#leave-item")
    expect(ada.find("#leave-title")).to_have_text("Leave this group?")
    ada.page.click("#leave-dialog [type=submit]")
    expect(ada.find("#directs .group")).to_have_count(0)
    expect(bob.find("#directs .group .conversation-label")).to_have_text(eve.name)


def test_notes_are_for_oneself(enter):
    ada = enter(**TABLET)
    ada.find(f"#people [data-name={ada.name}]").click()
    ada.find("#profile-card [data-act=notes]").click()
    expect(ada.find("#conversation-name")).to_have_text(f"{ada.name} (notes)")
    expect(ada.find("#beginning-text")).to_contain_text("Only you")
    ada.say("milk")
    label = ada.find("#directs .conversation-link.direct .conversation-label")
    expect(label).to_have_text(f"{ada.name} (notes)")
    ada.page.reload()
    expect(ada.find("#conversation-name")).to_have_text(f"{ada.name} (notes)")
    expect(ada.message("milk")).to_be_visible()
    assert ada.complaints == []
