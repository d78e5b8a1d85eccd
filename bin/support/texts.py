#!/usr/bin/env python3
"""Keeps templates/texts/ in step with the source: finds every text that people read, and writes the English catalogue.

    bin/support/texts.py            writes en.json anew
    bin/support/texts.py --check    says what is missing in any language, and fails if something is

A text is a literal that becomes a `Phrase`: in a call of `texts(…)`, in the arguments named below, or where the declared type
is `Phrase`.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates" / "texts"

# Which arguments of which calls are phrases: by label, or by position counted from zero.
ARGUMENTS = {
    "texts": {0}, "texts.html": {0}, "Phrase": {0}, "invalid": {0}, ".invalid": {2}, ".forbidden": {"reason"}, ".conflict": {"detail"},
    ".badRequest": {"detail"}, ".overLimit": {"detail"}, ".unavailable": {"detail"}, "FieldError": {"message"}, "typed": {2}, "error": {1, 3},
    "crm.redirect": {"saying"}, "told": {"saying"}, ".logIn": {"problem"}, "Field.stored": {1, "help", "section"}, "Field.derived": {1}, ".stored": {1},
    "RowField": {1}, "FieldChoice": {1}, "RecordType": {"label", "pluralLabel"}, "MenuEntry": {"label"}, "NotificationKind": {"label", "sentence"}, "SearchSource": {"label"}, "SettingsEntry": {"label", "detail"}, "BulkAction": {"label"}, "AttachedDeed": {1, 2}, "ImportProblem": {0}, "MatchKey": {1},
    "row.complain": {0}, "rows[index].complain": {0}, "fail": {1}, "refuse": {2}, "wrong": {1}, ".missing": {1}, ".requireAdmin": {0}, "mail": {"subject", 2}, "notice": {1, 2}, "askForCode": {"problem"},
}
PLURALS = {"texts", ".plural", "Phrase.plural"}
REGEX = re.compile(r"(?<=[=(:] )/\S|(?<=\()/[^/\s]")
STRING = re.compile(r'#*"')
LABEL = re.compile(r"(?<=[(,\s])(?<!\? )(\w+):\s")
DECLARED = re.compile(r"(?:\b(?:var|let)\s+\w+\s*:|->)\s*\[?Phrase\]?\??\s*=?\s*$")


class Source:
    """One Swift file, read from its beginning: strings, and the calls and braces around them."""

    def __init__(self, text: str, found: dict):
        self.text, self.found, self.at = text, found, 0

    def read(self, frames: list, closing: str = "") -> None:
        """Up to `closing` at this level."""
        text, start = self.text, self.at
        while self.at < len(text):
            character = text[self.at]
            if text.startswith("//", self.at) or REGEX.match(text, self.at):
                self.at = text.index("\n", self.at)
            elif match := STRING.match(text, self.at):
                self.string(frames, raw=len(match[0]) - 1)
            elif character in "([{":
                self.open(frames, text[start:self.at])
                start = self.at
            elif character == closing:
                return
            elif closing == ")" and character == ",":
                frames[-1].update(position=frames[-1]["position"] + 1, label=None)
                self.at += 1
            elif closing == ")" and (label := LABEL.match(text, self.at)):
                frames[-1]["label"] = label[1]
                self.at = label.end()
            else:
                self.at += 1

    def open(self, frames: list, before: str) -> None:
        kind = self.text[self.at]
        frame = {"kind": kind, "position": 0, "label": None, "callee": None, "declared": False}
        if kind == "(":
            callee = re.search(r"[\w.\[\]?]+$", before)
            frame["callee"] = callee[0] if callee else ""
        elif kind == "{":
            frame["declared"] = bool(DECLARED.search(before))
        self.at += 1
        self.read(frames + [frame], {"(": ")", "[": "]", "{": "}"}[kind])
        self.at += 1

    def string(self, frames: list, raw: int) -> None:
        """A literal: its text with {1}, {2}… for what is interpolated."""
        text = self.text
        before = text[:self.at]
        self.at += raw
        quote = '"""' if text.startswith('"""', self.at) else '"'
        self.at += len(quote)
        escape, key, values = "\\" + "#" * raw, "", 0
        line_start = before.rfind("\n") + 1
        while not text.startswith(quote + "#" * raw, self.at):
            if text.startswith(escape + "(", self.at):
                self.at += len(escape) + 1
                values += 1
                key += f"{{{values}}}"
                self.read([{"kind": "(", "position": 0, "label": None, "callee": "\\", "declared": False}], ")")
                self.at += 1
            elif text.startswith(escape, self.at):
                self.at += len(escape)
                if unicode := re.match(r"u\{(\w+)\}", text[self.at:]):
                    key += chr(int(unicode[1], 16))
                    self.at += len(unicode[0])
                else:
                    key += {"n": "\n", "t": "\t", "\n": "\\\n"}.get(text[self.at], text[self.at])
                    self.at += 1
            else:
                key += text[self.at]
                self.at += 1
        if quote == '"""':
            indentation = re.search(r"[ ]*$", text[:self.at])[0]
            key = "\n".join(line.removeprefix(indentation) for line in key[1:].split("\n")[:-1]).replace("\\\n", "")
        self.at += len(quote) + raw
        self.keep(key, frames, before[line_start:] if "\n" not in before[line_start:] else "")

    def keep(self, key: str, frames: list, line: str) -> None:
        if not re.search(r"[^\W\d_]", re.sub(r"\{\d+\}", "", key)):
            return
        inner = [frame for frame in frames if frame["kind"] == "("]
        call = inner[-1] if inner else None
        # Braces outside the call decide only where no call is further in.
        declared = any(frame["declared"] for frame in frames[frames.index(call) + 1 if call else 0:])
        if call and self.is_phrase(call, key):
            return
        if declared or DECLARED.search(line.rstrip()):
            self.found.setdefault(key, key)

    def is_phrase(self, call: dict, key: str) -> bool:
        callee = call["callee"].replace("?", "")
        names = {callee, callee.split(".")[-1] if callee.startswith("self.") else callee}
        if "." in callee:
            names.add("." + callee.split(".")[-1])
        names.add(re.sub(r"^.*\b(context|shell|shown|scope)\.(?=texts)", "", callee))
        if names & PLURALS and call["label"] in ("one", "other"):
            self.plural(call, key)
            return True
        place = call["label"] or call["position"]
        if any(place in ARGUMENTS.get(name, ()) for name in names):
            self.found.setdefault(key, key)
            return True
        return False

    def plural(self, call: dict, key: str) -> None:
        call[call["label"]] = key
        if "one" in call and "other" in call:
            self.found[call["other"]] = {"one": call["one"], "other": call["other"]}


def found_in_sources() -> dict:
    found: dict = {}
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        # The console stays English, and so does what the API's description shows as examples.
        if path.parts[len(ROOT.parts) + 1] in ("Web", "Platform", "Tenant") and path.name != "DescribedFailure.swift":
            Source(path.read_text(), found).read([])
    return dict(sorted(found.items(), key=lambda item: (item[0].casefold(), item[0])))


def complaints(tag: str, file: dict, english: dict) -> list[str]:
    """What a translation lacks, in sentences."""
    texts, categories = file["texts"], {*file["language"]["plurals"], "other"}
    wrong = [f"{tag}.json has no text for {key!r}" for key in english if key not in texts]
    for key, text in texts.items():
        if key not in english and not any(re.fullmatch(special(known), key) for known in english if "{" in known):
            wrong.append(f"{tag}.json has {key!r}, which the source does not say")
        forms = text if isinstance(text, dict) else {"": text}
        if isinstance(text, dict) and set(forms) != categories:
            wrong.append(f"{tag}.json: {key!r} needs the forms {', '.join(sorted(categories))}")
        for form in forms.values():
            if not form or placeholders(form) != placeholders(key):
                wrong.append(f"{tag}.json: {key!r} has other placeholders than {form!r}")
    return wrong


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\d+\}", text))


def special(key: str) -> str:
    """A pattern for the same text with some of its values in it."""
    return re.sub(r"\\\{\d+\\\}", ".+", re.escape(key))


def main() -> int:
    path = FOLDER / "en.json"
    file, found = json.loads(path.read_text()), found_in_sources()
    if "--check" not in sys.argv:
        path.write_text(json.dumps(file | {"texts": found}, ensure_ascii=False, indent=2) + "\n")
        return 0
    wrong = [] if file["texts"] == found else ["en.json is not what the source says: run bin/support/texts.py"]
    for other in sorted(FOLDER.glob("*.json")):
        if other != path:
            wrong += complaints(other.stem, json.loads(other.read_text()), found)
    print("\n".join(wrong) or "The catalogues are complete.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
