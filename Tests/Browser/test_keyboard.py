"""The keys that ui promises."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def page(visit, crowd) -> Page:
    page = visit(f"/contacts?filter%5Bsource%5D%5Beq%5D={crowd}&sort=last_name")
    # The keys are listened to once their module has come.
    page.wait_for_load_state("networkidle")
    return page


def test_question_mark_lists_the_shortcuts(page: Page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_g_and_a_letter_goes_places(page: Page):
    for letter, path in [("h", "/"), ("m", "/companies"), ("c", "/contacts")]:
        page.wait_for_load_state("networkidle")
        page.keyboard.press("g")
        page.keyboard.press(letter)
        expect(page).to_have_url(re.compile(rf"\d{path}$"))


def test_c_creates(page: Page):
    page.keyboard.press("c")
    expect(page.locator("#field-first_name")).to_be_focused()


def test_c_offers_everything_where_no_record_is_at_hand(page: Page):
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("c")
    expect(page.get_by_role("link", name="New contact")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="New company")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="New contact")).to_be_hidden()


def test_slash_searches_everything(page: Page):
    page.keyboard.press("/")
    page.keyboard.type("Özil")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mesut Özil")).to_be_visible()


def test_j_and_k_walk_the_rows_and_e_edits(page: Page):
    rows = page.locator(".row-link")
    for key, row in [("j", 0), ("j", 1), ("j", 2), ("k", 1)]:
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(r"/edit$"))


def test_letters_typed_into_a_field_are_letters(page: Page):
    search = page.get_by_role("searchbox", name="Search contacts")
    search.press_sequentially("gc?jk")
    expect(search).to_have_value("gc?jk")


def test_the_first_tab_skips_to_the_content(page: Page):
    page.goto("/companies")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
