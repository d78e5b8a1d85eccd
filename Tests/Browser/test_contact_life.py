"""A contact from its creation to the trash and back, with and without JavaScript."""

import re

import pytest
from api import unique
from playwright.sync_api import Page, expect


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def page(visit, request) -> Page:
    page = visit("/contacts/new", "rep", java_script_enabled=request.param)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_creating_editing_deleting_undoing_and_restoring(page: Page):
    name = unique("Ruta")
    create(page, name)
    edit(page)
    delete_and_undo(page, name)
    delete_and_restore(page, name)


def create(page: Page, name: str) -> None:
    page.get_by_label("First name").fill("Graciela")
    page.get_by_label("Last name").fill(name)
    page.get_by_role("group", name="E-mail addresses").get_by_label("Address").fill(f"{name}@buckley.example")
    page.get_by_role("group", name="Phone numbers").get_by_label("Number").fill("+1 440 780 8425")
    page.get_by_label("Stage").select_option(label="Qualified")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Graciela {name}")
    expect(page.get_by_text("was added.")).to_be_visible()
    expect(fact(page, "E-mail addresses")).to_contain_text(f"{name.lower()}@buckley.example")
    expect(fact(page, "Stage")).to_have_text("Qualified")
    expect(fact(page, "Owner")).to_contain_text("Ola Nwosu")


def edit(page: Page) -> None:
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Job title").fill("Head of Operations")
    page.get_by_role("button", name="Save").click()
    expect(fact(page, "Job title")).to_have_text("Head of Operations")
    # What was not touched does not count as changed.
    expect(page.locator(".timeline li").first).to_contain_text("changed Job title from nothing to Head of Operations")


def delete_and_undo(page: Page, name: str) -> None:
    delete(page)
    expect(page).to_have_url(re.compile(r"/contacts$"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Graciela {name}")
    expect(page.get_by_text("is back.")).to_be_visible()


def delete_and_restore(page: Page, name: str) -> None:
    address = page.url
    delete(page)
    assert page.goto(address).status == 404
    page.goto("/contacts?view=trash")
    page.get_by_role("link", name=f"Graciela {name}").click()
    expect(page.get_by_text("In the trash")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("is back.")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_be_visible()


def delete(page: Page) -> None:
    page.locator(".page-header summary").click()
    page.get_by_role("button", name="Delete").click()


def fact(page: Page, label: str):
    return page.locator(".facts > div", has=page.locator("dt", has_text=re.compile(f"^{label}"))).locator("dd")
