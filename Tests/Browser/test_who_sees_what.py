"""Roles and tenants: nobody is shown what is not theirs."""

import pytest
from api import unique
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def contact(api) -> dict:
    return api().create("contacts", first_name="Jani", last_name=unique("Biddy"))


def test_a_rep_sees_only_what_they_own(visit, api, contact):
    own = api("rep").create("contacts", last_name=unique("Oles"))
    page = visit(f"/contacts?q={own['last_name']}", "rep")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(f"/contacts?q={contact['last_name']}")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    assert page.goto(f"/contacts/{contact['id']}").status == 404
    assert page.goto(f"/contacts/{contact['id']}/edit").status == 404
    page.goto(f"/search?q={contact['last_name']}")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_a_viewer_sees_everything_and_changes_nothing(visit, contact):
    page = visit("/contacts", "viewer")
    for label in ["New contact", "Import"]:
        expect(page.get_by_role("link", name=label)).to_have_count(0)
    expect(page.get_by_label("Create", exact=True)).to_have_count(0)
    page.goto(f"/contacts/{contact['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jani")
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    assert page.goto(f"/contacts/{contact['id']}/edit").status == 403
    assert page.goto("/contacts/new").status == 403


def test_only_admins_see_the_people(visit):
    page = visit("/settings", "manager")
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    assert page.goto("/settings/users").status == 403
    expect(page.get_by_role("heading", name="Not allowed")).to_be_visible()


def test_another_tenant_sees_none_of_it(visit, contact):
    page = visit(f"/contacts?q={contact['last_name']}", "admin", "globex")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.goto(f"/search?q={contact['last_name']}")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    for path in ["", "/edit", "?trash=1"]:
        assert page.goto(f"/contacts/{contact['id']}{path}").status == 404
    expect(page.locator(".plain-brand")).to_contain_text("Globex")
