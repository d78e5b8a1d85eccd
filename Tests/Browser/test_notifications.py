"""The bell, which rings on open pages, and the inbox behind it."""

import re

from api import unique
from playwright.sync_api import Page, expect


def give(api, name: str, to: str) -> None:
    owner = next(user["id"] for user in api().call("GET", "/users")["data"] if user["email"].startswith(f"{to}@"))
    api().create("contacts", last_name=name, owner_id=owner)


def read_all(page: Page) -> None:
    page.goto("/inbox")
    button = page.get_by_role("button", name="Mark all as read")
    if button.is_visible():
        button.click()
    expect(page.get_by_text("Nothing new")).to_be_visible()


def test_the_bell_rings_on_an_open_page_and_leads_to_the_record(visit, api):
    page = visit("/inbox", "rep")
    read_all(page)
    page.goto("/companies")
    page.wait_for_event("request", lambda request: "/live?" in request.url)
    name = unique("Given")
    give(api, name, "rep")
    bell = page.get_by_role("link", name="Notifications, 1 unread")
    expect(bell).to_be_visible()
    bell.click()
    page.get_by_role("link", name=re.compile(f"assigned {name} to you")).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


def test_lines_are_read_and_unread(visit, api):
    page = visit("/inbox", "manager")
    read_all(page)
    name = unique("Kept")
    give(api, name, "manager")
    line = page.get_by_role("listitem").filter(has_text=name)
    for _ in range(50):
        page.goto("/inbox")
        if line.is_visible():
            break
        page.wait_for_timeout(100)
    line.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("Nothing new")).to_be_visible()
    page.goto("/inbox?view=all")
    line.get_by_role("button", name="Mark as unread").click()
    page.goto("/inbox")
    expect(line).to_be_visible()


def test_what_one_is_told_is_ones_own_choice(visit):
    page = visit("/profile", "viewer")
    page.get_by_role("main").get_by_role("link", name="Your notifications").click()
    page.get_by_label("A record is shared with me: Mail").uncheck()
    page.get_by_label("One mail a day").check()
    page.get_by_label("From").fill("22:00")
    page.get_by_label("Until").fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("A record is shared with me: Mail")).not_to_be_checked()
    expect(page.get_by_label("A record is shared with me: Inbox")).to_be_checked()
    expect(page.get_by_label("One mail a day")).to_be_checked()
    expect(page.get_by_label("From")).to_have_value("22:00")
