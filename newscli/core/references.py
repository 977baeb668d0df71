"""Secrets that are named and not told, ${VARIABLE} and ${keyring:SERVICE/USER}; and their veil."""

import re

from newscli.core.urls import shown_url

REFERENCE = re.compile(
    r"\$\{(?:keyring:(?P<service>[^}]+)/(?P<user>[^/}]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*))\}"
)
VEIL = "***"
_SECRET_NAME = re.compile("auth|token|key|secret|cookie|password|session", re.IGNORECASE)
_SCHEME = re.compile(r"(?:(?:bearer|basic|token|digest|apikey|oauth) *)?", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#]*(?=@)")


def is_well_formed(text: str) -> bool:
    """False where a "${" begins no reference: it would be sent as it stands."""
    return "${" not in REFERENCE.sub("", text)


def is_literal_secret(name: str, value: str) -> bool:
    """True for a header whose value is itself a secret, going by its name."""
    return bool(_SECRET_NAME.search(name)) and not _only_refers(value)


def shown_header(name: str, value: str) -> str:
    """A header's value as it may be shown: references are, what else may be a secret is not."""
    return VEIL if is_literal_secret(name, value) else shown_url(value)


def shown_proxy(url: str) -> str:
    """A proxy's address as it may be shown: its user and password only as references."""
    before, _, after = user_part(url)
    return f"{before}{VEIL}{after}" if has_literal_user(url) else url


def has_literal_user(url: str) -> bool:
    """True where an address holds a user or a password that is more than references."""
    return REFERENCE.sub("", user_part(url)[1]) not in ("", ":")


def user_part(url: str) -> tuple[str, str, str]:
    """What stands before the user and the password of an address, these, and what is after them.

    They are "" where it has none. What stands within a reference parts nothing.
    """
    found = _USER.search(REFERENCE.sub(lambda match: "$" * len(match[0]), url))
    begin, end = found.span() if found else (len(url), len(url))
    return url[:begin], url[begin:end], url[end:]


def _only_refers(value: str) -> bool:
    """True for references alone, but for the word of a scheme before them: Bearer ${TOKEN}."""
    rest = REFERENCE.sub("", value)
    return rest != value and bool(_SCHEME.fullmatch(rest))
