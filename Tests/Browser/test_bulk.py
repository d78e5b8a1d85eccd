"""Many rows of a list are changed at once, and the change is taken back."""

import re
import time

import pytest
from playwright.sync_api import Page, expect


def wait_for_end(page: Page) -> None:
    """The page shows the result by itself where JavaScript runs; elsewhere one reloads it."""
    deadline = time.monotonic() + 20
    while not page.get_by_text("Can be undone until").is_visible() and time.monotonic() < deadline:
        page.wait_for_timeout(200)
        page.reload()
    expect(page.get_by_text("Can be undone until")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_all_that_the_list_finds_is_tagged_and_undone(visit, crowd, javascript):
    page = visit(f"/contacts?filter[source][eq]={crowd}", java_script_enabled=javascript)
    page.locator("td.select input").first.check()
    page.get_by_label("All 60").check()
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page).to_have_title(re.compile("Tag 60 contacts"))
    page.get_by_label("Add these tags").fill(f"spring {javascript}")
    page.get_by_role("button", name="Save").click()
    wait_for_end(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_for_end(page)
    expect(page.get_by_role("heading", name="Undo what was done to 60 contacts")).to_be_visible()
