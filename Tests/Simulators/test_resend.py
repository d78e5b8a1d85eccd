"""Resend's official client against its stand-in."""

import secrets

import pytest
import requests
import resend
from resend.exceptions import RateLimitError, ResendError, ValidationError
from stand_ins import simulators  # noqa: F401 (a fixture)


@pytest.fixture(autouse=True)
def client(simulators: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resend, "api_url", f"{simulators}/resend")
    monkeypatch.setattr(resend, "api_key", "re_test")


def mail(**changes) -> dict:
    return {
        "from": "Acme <crm@acme.example>", "to": ["ann@example.org"], "subject": "Ihr Angebot – 見積書",
        "text": "Hello", "html": "<p>Hello</p>", "headers": {"In-Reply-To": "<1@acme.example>"}, **changes,
    }


def test_a_mail_is_taken_and_can_be_read_again(simulators: str) -> None:
    sent = resend.Emails.send(mail(reply_to="sales@acme.example", cc="bob@example.org"))
    email = resend.Emails.get(sent["id"])
    assert email["id"] == sent["id"] and email["object"] == "email"
    assert email["from"] == "Acme <crm@acme.example>" and email["to"] == ["ann@example.org"]
    assert email["cc"] == ["bob@example.org"] and email["bcc"] == [] and email["reply_to"] == ["sales@acme.example"]
    assert email["subject"] == "Ihr Angebot – 見積書" and email["html"] == "<p>Hello</p>" and email["text"] == "Hello"
    assert email["last_event"] == "delivered" and email["created_at"]


def test_the_same_key_sends_once() -> None:
    options = {"idempotency_key": secrets.token_hex(8)}
    first = resend.Emails.send(mail(), options)
    assert resend.Emails.send(mail(), options)["id"] == first["id"]
    assert resend.Emails.send(mail())["id"] != first["id"]
    with pytest.raises(ResendError) as error:
        resend.Emails.send(mail(subject="Another"), options)
    assert error.value.code == 409 and error.value.error_type == "invalid_idempotent_request"


@pytest.mark.parametrize(
    "changes", [{"from": "nobody"}, {"to": ["ann"]}, {"to": []}, {"subject": ""}, {"text": None, "html": None}, {"to": ["a@b.de"] * 51}])
def test_a_bad_mail_is_refused_in_the_vendors_words(changes: dict) -> None:
    with pytest.raises(ResendError) as error:
        resend.Emails.send(mail(**changes))
    assert error.value.code == 422 and error.value.error_type in ("validation_error", "missing_required_field")


def test_refusals_are_what_the_client_knows(monkeypatch: pytest.MonkeyPatch, simulators: str) -> None:
    with pytest.raises(ValidationError):
        resend.Emails.send(mail(to=["ann"]))
    monkeypatch.setattr(resend, "api_key", "re_rate_limited")
    with pytest.raises(RateLimitError) as error:
        resend.Emails.send(mail())
    assert {name.lower(): value for name, value in error.value.headers.items()}["retry-after"] == "1"
    monkeypatch.setattr(resend, "api_key", "wrong")
    with pytest.raises(ResendError) as error:
        resend.Emails.send(mail())
    assert error.value.error_type == "invalid_api_key"
    assert requests.post(f"{simulators}/resend/emails", json=mail(), timeout=10).json()["name"] == "missing_api_key"


def test_an_unknown_mail_is_not_found() -> None:
    for id in ("0199a000-0000-7000-8000-000000000000", "nonsense"):
        with pytest.raises(ResendError) as error:
            resend.Emails.get(id)
        assert error.value.code == 404


def test_bounces_can_be_tried_out() -> None:
    sent = resend.Emails.send(mail(to="bounced+label@resend.dev"))
    assert resend.Emails.get(sent["id"])["last_event"] == "bounced"


def test_the_inbox_shows_what_was_sent_and_what_it_is(simulators: str) -> None:
    subject = f"<b>{secrets.token_hex(4)}</b>"
    id = resend.Emails.send(mail(subject=subject))["id"]
    inbox = requests.get(f"{simulators}/resend", timeout=10).text
    assert subject.replace("<", "&lt;").replace(">", "&gt;") in inbox and subject not in inbox
    page = requests.get(f"{simulators}/resend/inbox/{id}", timeout=10)
    assert page.status_code == 200 and "In-Reply-To: &lt;1@acme.example&gt;" in page.text
    for text in (inbox, page.text, requests.get(simulators, timeout=10).text):
        assert "This is a stand-in" in text
    assert requests.get(f"{simulators}/resend/emails/{id}", headers={"Authorization": "Bearer re_x"}, timeout=10).headers["X-Simulator"]
