"""Notes what a page must never do, whatever a test is about."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


class Watcher:
    """Collects errors of the console, violations of the content security policy and requests to other hosts."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def watch(self, page: Page) -> Page:
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self.note_request(page, request))
        return page

    def note_message(self, message: ConsoleMessage) -> None:
        # The browser reports every answer of 4xx as an error, and what it asks for without a network; tests do both on purpose.
        expected = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(part in message.text for part in expected):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def note_request(self, page: Page, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "data" and not (address.hostname or "").endswith(".localhost"):
            self.complaints.append(f"{page.url} asked for {request.url}")
