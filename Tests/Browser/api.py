"""The product's JSON API, for what a test needs to be there before it looks."""

import secrets

import requests


def unique(word: str) -> str:
    """A name that no other test uses."""
    return f"{word}{secrets.token_hex(4)}"


class API:
    """One person's access to one tenant."""

    def __init__(self, url: str, who: str, tenant: str) -> None:
        self.url = f"{url}/api/v1"
        self.session = requests.Session()
        self.session.headers["Host"] = f"{tenant}.localhost"
        login = {"email": f"{who}@{tenant}.test", "password": "demo-password"}
        token = self.call("POST", "/auth/token", login)["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        answer = self.session.request(method, self.url + path, json=body, timeout=10)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    def create(self, collection: str, **fields) -> dict:
        return self.call("POST", f"/{collection}", fields)

    def change(self, collection: str, record: dict, **fields) -> dict:
        return self.call("PATCH", f"/{collection}/{record['id']}", fields)

    def delete(self, collection: str, record: dict) -> None:
        self.call("DELETE", f"/{collection}/{record['id']}")
