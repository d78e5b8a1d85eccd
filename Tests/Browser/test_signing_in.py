"""Signing in and out, each tenant in its own colours."""

import re

import pytest
from conftest import sign_in
from playwright.sync_api import Page, expect


def button_colour(page: Page) -> str:
    return page.get_by_role("button", name="Log in").evaluate("button => getComputedStyle(button).backgroundColor")


def test_each_tenant_greets_in_its_own_brand(visit):
    acme, globex = visit("/login", None, "acme"), visit("/login", None, "globex")
    expect(acme.locator(".plain-brand")).to_have_text(re.compile("Acme$"))
    expect(globex.locator(".plain-brand")).to_have_text(re.compile("Globex$"))
    assert button_colour(acme) != button_colour(globex)


@pytest.mark.parametrize("tenant", ["acme", "globex"])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_signing_in_and_out(visit, tenant, javascript):
    page = visit("/", None, tenant, java_script_enabled=javascript)
    expect(page).to_have_url(re.compile(r"/login"))
    sign_in(page, "admin", tenant)
    expect(page.get_by_role("heading", name="Home")).to_be_visible()

    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/login"))
    page.goto("/contacts")
    expect(page).to_have_url(re.compile(r"/login"))


def test_signing_in_leads_to_where_one_was_going(visit):
    page = visit("/contacts?view=mine", None)
    page.get_by_label("E-mail").fill("rep@acme.test")
    page.locator("[name=password]").fill("demo-password")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/contacts\?view=mine$"))


def test_a_wrong_password_is_refused_and_the_address_kept(visit):
    page = visit("/login", None)
    sign_in(page, "nobody", password="not the password")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("E-mail")).to_have_value("nobody@acme.test")
    expect(page.locator("[name=password]")).to_have_value("")


def test_the_password_can_be_shown_while_typing(visit):
    page = visit("/login", None)
    password = page.locator("[name=password]")
    expect(password).to_have_attribute("type", "password")
    page.get_by_role("button", name="Show what is typed").click()
    expect(password).to_have_attribute("type", "text")


def test_a_session_of_one_tenant_opens_nothing_in_another(visit, server):
    page = visit("/contacts", "admin", "acme")
    page.goto(server.url("globex") + "/contacts")
    expect(page).to_have_url(re.compile(r"globex.*/login"))
