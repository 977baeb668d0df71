"""What a digest is known by."""

from uuid import NAMESPACE_URL, UUID, uuid5

from newscli.core.digest import Digest


def digest_uuid(digest: Digest) -> UUID:
    """One and the same for the same articles with the same words in the same order."""
    return uuid5(NAMESPACE_URL, f"newscli:digest:{digest!r}")
