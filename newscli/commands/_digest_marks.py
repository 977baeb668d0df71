"""Up to which article each digest went: a small file beside the database."""

import json
from pathlib import Path

from newscli.core.errors import DatabaseError
from newscli.storage import files


class DigestMarks:
    """The marks of one database, by what a digest is of (its query and options)."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}.digests")

    def last(self, name: str) -> int | None:
        """The highest article id when that digest was last written; None when it never was."""
        return self._read().get(name)

    def note(self, name: str, article_id: int) -> None:
        """Keeps the id. Raises DatabaseError when it cannot."""
        marks = {**self._read(), name: article_id}
        part = self._file.with_name(f"{self._file.name}.part")
        try:
            files.make_private(part)
            part.write_text(json.dumps(marks, ensure_ascii=False, indent=1) + "\n", "utf-8")
            part.replace(self._file)
        except OSError as error:
            raise DatabaseError(f"{self._file}: {(error.strerror or str(error)).lower()}") from None

    def _read(self) -> dict[str, int]:
        try:
            marks = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._unusable(str(error)) from None
        if not isinstance(marks, dict) or not all(isinstance(n, int) for n in marks.values()):
            raise self._unusable("not what newscli wrote")
        return marks

    def _unusable(self, why: str) -> DatabaseError:
        return DatabaseError(f"{self._file}: cannot be read: {why}", hint=f"rm {self._file}")
