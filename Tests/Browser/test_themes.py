"""Light and dark, as the device prefers or the person chooses."""

import pytest
from playwright.sync_api import Page, expect


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_device_decides_until_somebody_chooses(visit):
    light, dark = visit("/", color_scheme="light"), visit("/", color_scheme="dark")
    assert background(light) != background(dark)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_chosen_theme_holds_on_every_page(visit, javascript):
    page = visit("/companies", java_script_enabled=javascript, color_scheme="light")
    before = background(page) if javascript else None
    page.get_by_label("Your account").click()
    with page.expect_response(lambda answer: answer.url.endswith("/theme")):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/contacts")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert not javascript or background(page) != before


def test_the_rail_folds_and_stays_folded(visit):
    page = visit("/")
    page.locator(".rail").hover()
    page.get_by_role("button", name="Collapse the sidebar").click()
    page.goto("/contacts")
    expect(page.locator("html")).to_have_attribute("data-rail", "collapsed")
    assert page.locator(".rail").bounding_box()["width"] < 64
