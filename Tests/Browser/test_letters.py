"""Invitations and forgotten passwords: links that come by mail."""

import re

from api import unique
from conftest import sign_in
from playwright.sync_api import Page, expect

PASSWORD = "four quiet horses by the sea"


def link_in(message) -> str:
    text = message.get_payload(decode=True).decode()
    return re.search(r"https?://\S+", text).group()


def invite(page: Page, mailbox, name: str) -> str:
    """Invites somebody, and returns the link that they are sent."""
    address = f"{name}@acme.test"
    page.goto("/settings/users")
    page.get_by_label("Name").fill(f"Nora {name}")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Sales rep").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("was invited by mail.")).to_be_visible()
    expect(page.get_by_role("row", name=address)).to_contain_text("Invited")
    return link_in(mailbox.wait_for(address))


def test_somebody_invited_chooses_a_password_and_is_in(visit, mailbox):
    name = unique("nora")
    link = invite(visit("/"), mailbox, name)

    guest = visit("/login", None)
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Welcome, Nora")
    guest.locator("[name=password]").fill("acme")
    guest.get_by_role("button", name="Start").click()
    expect(guest.locator(".error")).to_be_visible()
    guest.locator("[name=password]").fill(PASSWORD)
    guest.get_by_role("button", name="Start").click()
    expect(guest.get_by_role("heading", name="Home")).to_be_visible()
    guest.get_by_label("Your account").click()
    expect(guest.get_by_text("Sales rep")).to_be_visible()

    assert visit("/login", None).goto(link).status == 404


def test_a_forgotten_password_is_set_anew_and_old_sessions_end(visit, mailbox):
    name = unique("nora")
    guest = visit("/login", None)
    guest.goto(invite(visit("/"), mailbox, name))
    guest.locator("[name=password]").fill(PASSWORD)
    guest.get_by_role("button", name="Start").click()
    expect(guest.get_by_role("heading", name="Home")).to_be_visible()

    mailbox.messages.clear()
    other = visit("/login", None)
    other.get_by_role("link", name="Forgot your password?").click()
    other.get_by_label("E-mail").fill(f"{name}@acme.test")
    other.get_by_role("button", name="Send a link").click()
    expect(other.get_by_role("heading", name="Look into your mail")).to_be_visible()
    other.goto(link_in(mailbox.wait_for(f"{name}@acme.test")))
    other.locator("[name=password]").fill(PASSWORD + " again")
    other.get_by_role("button", name="Set password").click()
    expect(other.get_by_role("heading", name="Home")).to_be_visible()

    guest.goto("/contacts")
    expect(guest).to_have_url(re.compile("/login"))
    sign_in(guest, name, password=PASSWORD)
    expect(guest.get_by_role("alert")).to_be_visible()
    sign_in(guest, name, password=PASSWORD + " again")
    expect(guest.get_by_role("heading", name="Home")).to_be_visible()


def test_asking_for_an_unknown_address_tells_nothing(visit):
    page = visit("/forgot", None)
    page.get_by_label("E-mail").fill("nobody@acme.test")
    page.get_by_role("button", name="Send a link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


def test_a_session_is_ended_from_another(visit, sessions):
    page = visit("/login", None)
    sign_in(page, "viewer")
    other = visit("/profile/sessions", "viewer")
    before = other.get_by_role("button", name="End", exact=True).count()
    other.get_by_role("button", name="End all others").click()
    expect(other.get_by_role("button", name="End", exact=True)).to_have_count(0)
    assert before > 0
    page.goto("/contacts")
    expect(page).to_have_url(re.compile("/login"))
