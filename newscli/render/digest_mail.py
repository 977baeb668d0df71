"""A digest as a message (RFC 5322): plain text, and HTML for who prefers it."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime

from newscli.core.digest import Digest
from newscli.render.digest_html import html
from newscli.render.digest_id import digest_uuid
from newscli.render.digest_text import text


def message(digest: Digest) -> bytes:
    """The digest as a message to oneself, with this system's line ends as sendmail wants them.

    Its date is that of its newest article and its ids come from its words, so that the same digest
    gives the same bytes.
    """
    name = digest_uuid(digest).hex
    mail = EmailMessage(policy=default)
    mail["Subject"] = digest.title
    mail["From"] = mail["To"] = Address("newscli", "newscli", "localhost")
    mail["Date"] = format_datetime(datetime.fromtimestamp(digest.last_at, UTC))
    mail["Message-ID"] = f"<{name}@newscli.invalid>"
    # Lines of quoted-printable are short, whatever the articles have (RFC 5322, 2.1.1).
    mail.set_content(text(digest), cte="quoted-printable")
    mail.add_alternative(html(digest), subtype="html", cte="quoted-printable")
    mail.set_boundary(f"newscli-{name}")
    return mail.as_bytes()
