"""What is different on a phone."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}}
PAGES = ["/", "/contacts", "/contacts/new", "/companies", "/search?q=a", "/settings", "/settings/users", "/profile", "/profile/sessions"]


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_the_drawer_leads_to_what_the_bottom_bar_has_no_room_for(visit, javascript):
    page = visit("/contacts", **PHONE, java_script_enabled=javascript)
    drawer = page.locator("#rail")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="More").last.click()
    drawer.get_by_role("link", name="Settings").click()
    expect(page).to_have_url(re.compile(r"/settings$"))


def test_search_has_a_page_of_its_own(visit, crowd):
    page = visit("/contacts", **PHONE)
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox", name="Search").last.fill("özil")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Mesut Özil")).to_be_visible()


def test_filters_open_within_reach(visit):
    page = visit("/contacts", **PHONE)
    page.locator("summary[aria-label='Add a filter']").click()
    item = page.locator("[open] a.menu-item", has_text="Stage")
    expect(item).to_be_in_viewport()
    item.click()
    expect(page.get_by_role("button", name="Add filter")).to_be_in_viewport()


def test_no_page_is_wider_than_the_phone(visit, crowd):
    page = visit("/", **PHONE)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
