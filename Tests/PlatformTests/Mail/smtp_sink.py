"""A mail server for tests. Prints {"port": …} and then each message it takes as one line of JSON, read by
Python's own mail parser. Recipients named refused@ and busy@ get 550 and 451.

usage: smtp_sink.py [user:password]
"""
import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP, AuthResult

credentials = sys.argv[1].split(":") if len(sys.argv) > 1 else None


def body(part):
    return part.get_content().replace("\r\n", "\n") if part else None


def show(value):
    print(json.dumps(value), flush=True)


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 no such mailbox"
        if address.startswith("busy@"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        raw = envelope.content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        show({
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": body(message.get_body(("plain",))),
            "html": body(message.get_body(("html",))),
            "longestLine": max(len(line) for line in raw.split(b"\r\n")),
            "isASCII": raw.isascii(),
            "connection": id(session),
        })
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    given = [part.decode() for part in (data.login, data.password)]
    return AuthResult(success=given == credentials, handled=False)


def connection():
    return SMTP(
        Sink(), authenticator=authenticate if credentials else None, auth_required=bool(credentials),
        auth_require_tls=False)


async def main():
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    show({"port": server.sockets[0].getsockname()[1]})
    # The test closes our standard input when it is done.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
