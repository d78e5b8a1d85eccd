"""Starts what the browser tests talk to: a database, a mail server, the product itself, and Debian's Chromium.

`bin/test browser` runs them; it sets TEST_DATABASE_URL and has built the server.
"""

import os
import secrets
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from api import API, unique
from playwright.sync_api import Browser, BrowserContext, Page
from watcher import Watcher

ROOT = Path(__file__).resolve().parents[2]
SERVER_LOG = pytest.StashKey[Path]()


@dataclass(frozen=True)
class Server:
    """The product under test. `*.localhost` is loopback in Chromium, but not for `requests`: see `local_url`."""

    port: int

    def url(self, tenant: str = "acme") -> str:
        return f"http://{tenant}.localhost:{self.port}"

    @property
    def local_url(self) -> str:
        """For `requests`, together with a Host header such as `acme.localhost`."""
        return f"http://127.0.0.1:{self.port}"


class Mailbox(MessageHandler):
    """Keeps the mail that the server sends."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.messages.append(message)

    def text_for(self, recipient: str, part: str, seconds: float = 10) -> str:
        """The plain text of the newest message to that address that has `part` in it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.messages):
                plain = next((piece for piece in message.walk() if piece.get_content_type() == "text/plain"), None)
                text = plain.get_payload(decode=True).decode() if plain else ""
                if recipient in message["X-RcptTo"] and part in text:
                    return text
            time.sleep(0.05)
        raise AssertionError(f"no mail to {recipient} with {part} within {seconds} s")

    def wait_for(self, recipient: str, seconds: float = 10) -> Message:
        """The newest message to that address, waiting for one if need be."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.messages):
                if recipient in message["X-RcptTo"]:
                    return message
            time.sleep(0.05)
        raise AssertionError(f"no mail to {recipient} within {seconds} s")


@pytest.fixture(scope="session")
def database_url() -> str:
    return new_database()


def new_database() -> str:
    """A new, empty database in the cluster of the test run."""
    cluster = os.environ.get("TEST_DATABASE_URL") or pytest.exit("TEST_DATABASE_URL is not set: run bin/test browser")
    name = f"browser_{secrets.token_hex(4)}"
    subprocess.run(["psql", "-qX", cluster, "-c", f"create database {name}"], check=True)
    return urlsplit(cluster)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def mailbox():
    """The mail server that the product sends through."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{controller.port}"
    yield mailbox
    controller.stop()


@pytest.fixture(scope="session")
def server(database_url: str, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config):
    folder = tmp_path_factory.mktemp("server")
    pytestconfig.stash[SERVER_LOG] = folder / "server.log"
    with serving(folder, database_url, mailbox) as server:
        yield server


@contextmanager
def serving(folder: Path, database_url: str, mailbox: Mailbox, templates: Path = ROOT / "templates"):
    """The server with the demo tenants acme and globex, ready for requests."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "APP_ENV": "development",
        "BASE_DOMAIN": "localhost",
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "SECRET_KEY": secrets.token_hex(32),
        "SEED_ON_STARTUP": "true",
        "SMTP_URL": mailbox.url,
        "STORAGE_DIR": str(folder / "files"),
        "TEMPLATES_DIR": str(templates),
    }
    with (folder / "server.log").open("wb") as output:
        process = subprocess.Popen(
            [ROOT / ".build/debug/server"], env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_ready(process, port)
        yield Server(port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process: subprocess.Popen, port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    state = "is not ready" if process.poll() is None else f"stopped with status {process.returncode}"
    pytest.exit(f"the server {state}", returncode=1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Shows the end of the server's log when something failed."""
    log = config.stash.get(SERVER_LOG, None)
    if exitstatus != 0 and log is not None and log.exists():
        terminalreporter.section("end of the server's log")
        terminalreporter.write_line(log.read_text(errors="replace")[-5000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def api(server: Server):
    """The JSON API as somebody of the demo tenants: `api("rep").create("contacts", last_name="Ruta")`."""
    clients: dict[tuple[str, str], API] = {}

    def client(who: str = "admin", tenant: str = "acme") -> API:
        return clients.setdefault((who, tenant), API(server.local_url, who, tenant))

    return client


@pytest.fixture(scope="session")
def crowd(api) -> str:
    """Sixty contacts of acme, more than a page of a list holds; returns the source that they share."""
    source = unique("crowd")
    stages = ["new", "nurturing", "qualified", "customer", "former"]
    people = [("Mesut", "Özil"), ("محمد عبد الرحمن", "القحطاني"), ("Wolfeschlegelsteinhausen Hubert Blaine", "zu Oberkirchen-Langenfeld")]
    people += [("Ada", f"Person {number:02}") for number in range(57)]
    for number, (first, last) in enumerate(people):
        api().create(
            "contacts", first_name=first, last_name=last, source=source, lifecycle_stage=stages[number % 5],
            email=f"{source}.{number}@crowd.example", phone=f"+1 555 0100 {number:03}", job_title="Office manager")
    return source


@pytest.fixture(scope="session")
def sessions(server: Server, browser: Browser):
    """Cookies of people who are signed in: what a new browser context starts with. Who signed in more than ten minutes ago does
    so again, since some things ask for the password after a quarter of an hour.
    """
    states: dict[tuple[str, str], tuple[float, dict]] = {}

    def state(who: str, tenant: str) -> dict:
        since, known = states.get((who, tenant), (0, {}))
        if not known or time.monotonic() - since > 600:
            context = browser.new_context(base_url=server.url(tenant))
            sign_in(context.new_page(), who, tenant)
            known = context.storage_state()
            states[who, tenant] = (time.monotonic(), known)
            context.close()
        return known

    return state


@pytest.fixture
def visit(server: Server, sessions, new_context):
    """Opens a page as somebody: `visit("/contacts", "rep")`; `who=None` is a guest. Fails the test afterwards if any of
    its pages logged an error, broke the content security policy or asked another host for something.
    """
    watcher = Watcher()

    def open_page(path: str, who: str | None = "admin", tenant: str = "acme", **options) -> Page:
        state = sessions(who, tenant) if who else None
        context: BrowserContext = new_context(base_url=server.url(tenant), storage_state=state, **options)
        context.set_default_timeout(10_000)
        page = watcher.watch(context.new_page())
        page.goto(path)
        return page

    yield open_page
    assert not watcher.complaints


def sign_in(page: Page, who: str, tenant: str = "acme", password: str = "demo-password") -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(f"{who}@{tenant}.test")
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The distribution's Chromium, never a download; its sandbox works neither as root nor in most containers."""
    path = subprocess.check_output([ROOT / "bin/support/browser"], text=True).strip()
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox"]}
