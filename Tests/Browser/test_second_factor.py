"""A second factor: what a camera reads, what the app shows, and what signing in asks for."""

import base64
import hashlib
import hmac
import io
import re
import struct
import time
import urllib.parse

import pytest
import zxingcpp
from conftest import sign_in
from PIL import Image
from playwright.sync_api import Page, expect
from test_accessibility import check


class Phone:
    """An authenticator app, as RFC 6238 has it; it never shows the same code twice."""

    def __init__(self, address: str):
        parts = urllib.parse.urlparse(address)
        assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
        self.label = urllib.parse.unquote(parts.path)
        self.secret = urllib.parse.parse_qs(parts.query)["secret"][0]
        self.shown = 0

    def code(self) -> str:
        step = max(int(time.time()) // 30, self.shown + 1)
        self.shown = step
        digest = hmac.new(base64.b32decode(self.secret), struct.pack(">Q", step), hashlib.sha1).digest()
        offset = digest[-1] & 15
        number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


@pytest.fixture
def person(visit):
    """Somebody of globex whom no other test needs, with a password alone before and afterwards."""
    page = visit("/profile/second-factor", "viewer", "globex")
    yield page
    page.goto("/profile/second-factor")
    if page.get_by_role("button", name="Turn it off").is_visible():
        page.get_by_role("button", name="Turn it off").click()


def read(page: Page) -> str:
    picture = page.get_by_role("img", name="QR code").screenshot()
    return zxingcpp.read_barcode(Image.open(io.BytesIO(picture))).text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_camera_reads_lets_one_in(visit, person, scheme):
    person.emulate_media(color_scheme=scheme)
    person.get_by_role("button", name="Set it up").click()
    phone = Phone(read(person))
    assert phone.label == "/Globex:viewer@globex.test"
    check(person)
    person.emulate_media(color_scheme=scheme)
    person.get_by_role("textbox", name="Code").fill(phone.code())
    person.get_by_role("button", name="Turn it on").click()
    expect(person.get_by_text("Your second factor is on")).to_be_visible()
    check(person)

    guest = visit("/login", None, "globex")
    sign_in(guest, "viewer", "globex")
    expect(guest.get_by_role("heading", name="One more step")).to_be_visible()
    check(guest)
    guest.get_by_role("textbox", name="Code").fill("000000")
    guest.get_by_role("button", name="Log in").click()
    expect(guest.get_by_role("alert")).to_contain_text("not right")
    guest.get_by_role("textbox", name="Code").fill(phone.code())
    guest.get_by_role("button", name="Log in").click()
    expect(guest).to_have_url(re.compile(r"globex[^/]*/$"))
