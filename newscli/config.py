"""Settings from config.toml and NEWSCLI_* variables, and every path that newscli uses.

Order, the first that speaks wins: a command's option, NEWSCLI_<SECTION>_<KEY>, config.toml, the
default. The table [styles] overrides single styles of the theme, and has no variables.
NEWSCLI_HOME puts everything in one folder; without it the platform's own places serve.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from newscli.core import themes
from newscli.core.errors import ConfigError, UsageError

STYLES = "styles."
_PROFILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Key(NamedTuple):
    """One setting and what it does: a whole number from `low` to `high`, one of `choices`, or a
    style as core/themes.py has it."""

    default: Any
    low: int
    high: int
    meaning: str
    choices: tuple[str, ...] = ()
    is_style: bool = False

    @property
    def range(self) -> str:
        """What it may be, in words."""
        if self.is_style:
            return "words such as bold, dim, cyan, #1f6feb, on red, or none"
        if self.choices:
            return f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
        return f"a whole number from {self.low} to {self.high}"


KEYS: Mapping[str, Key] = {
    "theme": Key("auto", 0, 0, "the colours: see config theme --preview", tuple(themes.THEMES)),
    "fetch.jobs": Key(32, 1, 256, "sources asked at the same time"),
    "fetch.host_connections": Key(4, 1, 64, "connections to one server at a time"),
    "fetch.host_pause_ms": Key(250, 0, 600_000, "milliseconds between requests to one server"),
    "fetch.timeout_s": Key(30, 1, 600, "seconds that one source may take in all"),
    "fetch.max_mb": Key(20, 1, 1024, "megabytes that one document may have, sent or unpacked"),
    "fetch.full_text": Key(
        "auto", 0, 0, "pages of new articles: auto where a feed is truncated", ("auto", "on", "off")
    ),
    "fetch.allow_private": Key(
        "off", 0, 0, "feeds and pages may lead into private networks", ("off", "on")
    ),
    "limits.first_byte_s": Key(20, 1, 600, "seconds in which an answer must begin"),
    "limits.header_kb": Key(100, 4, 100, "kilobytes that an answer's headers may have"),
    "limits.redirects": Key(8, 0, 50, "redirects that are followed"),
    "limits.entries": Key(20_000, 1, 1_000_000, "entries that a feed may have"),
    "limits.depth": Key(200, 10, 100_000, "elements of a feed that may be within each other"),
    "limits.title_chars": Key(500, 10, 100_000, "characters of a title; the rest is cut off"),
    "limits.text_kb": Key(2000, 1, 100_000, "thousands of characters of an entry's markup; same"),
    "limits.opml_mb": Key(20, 1, 1024, "megabytes that a list of sources may have"),
    "limits.opml_depth": Key(100, 1, 200, "folders of a list of sources within each other"),
    "headlines.limit": Key(50, 1, 1_000_000, "articles that a list shows without --limit or --all"),
    "keep.days": Key(0, 0, 36_500, "days that a fetch keeps articles; 0 for good"),
    "keep.articles": Key(0, 0, 1_000_000, "articles of a source that a fetch keeps; 0 for all"),
    "read.width": Key(74, 20, 500, "columns that a line of text may have"),
    "read.related": Key(
        "auto",
        0,
        0,
        "related articles: auto is beside the text on a wide terminal",
        ("auto", "below", "off"),
    ),
    "read.images": Key(
        "off",
        0,
        0,
        "pictures of an article: auto draws them as the terminal can",
        ("off", "auto", "kitty", "iterm", "sixel", "blocks"),
    ),
}


class Paths(NamedTuple):
    """Where things are; folders are made when something is first written."""

    config: Path
    database: Path
    log: Path


class Settings(NamedTuple):
    """What holds for this run; each field but the first three is a key of KEYS.

    `styles` are roles with the user's own styles.
    """

    paths: Paths
    profile: str | None
    styles: tuple[tuple[str, str], ...] = ()
    theme: str = KEYS["theme"].default
    fetch_jobs: int = KEYS["fetch.jobs"].default
    fetch_host_connections: int = KEYS["fetch.host_connections"].default
    fetch_host_pause_ms: int = KEYS["fetch.host_pause_ms"].default
    fetch_timeout_s: int = KEYS["fetch.timeout_s"].default
    fetch_max_mb: int = KEYS["fetch.max_mb"].default
    fetch_full_text: str = KEYS["fetch.full_text"].default
    fetch_allow_private: str = KEYS["fetch.allow_private"].default
    limits_first_byte_s: int = KEYS["limits.first_byte_s"].default
    limits_header_kb: int = KEYS["limits.header_kb"].default
    limits_redirects: int = KEYS["limits.redirects"].default
    limits_entries: int = KEYS["limits.entries"].default
    limits_depth: int = KEYS["limits.depth"].default
    limits_title_chars: int = KEYS["limits.title_chars"].default
    limits_text_kb: int = KEYS["limits.text_kb"].default
    limits_opml_mb: int = KEYS["limits.opml_mb"].default
    limits_opml_depth: int = KEYS["limits.opml_depth"].default
    headlines_limit: int = KEYS["headlines.limit"].default
    keep_days: int = KEYS["keep.days"].default
    keep_articles: int = KEYS["keep.articles"].default
    read_width: int = KEYS["read.width"].default
    read_related: str = KEYS["read.related"].default
    read_images: str = KEYS["read.images"].default


def field_name(key: str) -> str:
    """The field of Settings that a key sets: "fetch.jobs" is `fetch_jobs`."""
    return key.replace(".", "_")


def paths(
    *, profile: str | None = None, config: Path | None = None, database: Path | None = None
) -> Paths:
    """Every path, with a profile's own folder below the common one.

    Raises UsageError for a profile name that is not letters, digits, "-" and "_".
    """
    if profile is not None and not _PROFILE.fullmatch(profile):
        raise UsageError(f'profile "{profile}": a name has letters, digits, "-" and "_" only')
    below = Path("profiles", profile) if profile else Path()
    config_folder, data_folder, state_folder = _folders()
    return Paths(
        config=config or config_folder / below / "config.toml",
        database=database or data_folder / below / "news.db",
        log=state_folder / below / "newscli.log",
    )


def _folders() -> tuple[Path, Path, Path]:
    """The folders of configuration, data and state."""
    if home := os.environ.get("NEWSCLI_HOME"):
        folder = Path(home).expanduser()
        return folder, folder, folder
    from platformdirs import PlatformDirs

    places = PlatformDirs("newscli", appauthor=False)
    return places.user_config_path, places.user_data_path, places.user_state_path


def load(where: Paths, *, profile: str | None = None) -> Settings:
    """The settings that hold now. Raises ConfigError, naming the file, the key and the bounds."""
    given = {**_from_file(where.config), **_from_environment()}
    styles = {key: str(value) for key, value in given.items() if key.startswith(STYLES)}
    values: dict[str, Any] = {field_name(key): given[key] for key in given.keys() - styles.keys()}
    own = tuple((key.removeprefix(STYLES), value) for key, value in styles.items())
    return Settings(where, profile, own, **values)


def value_of(settings: Settings, key: str) -> object:
    """What a key stands at; of a style the theme's, where the user has none."""
    if key.startswith(STYLES):
        return themes.styles(settings.theme, settings.styles)[key.removeprefix(STYLES)]
    return getattr(settings, field_name(key))


def check_value(key: str, value: object, *, where: str) -> int | str:
    """The value as the key takes it: a number, a choice or a style. Raises ConfigError."""
    spec = known_key(key, where=where)
    if spec.is_style:
        return _style(key, value, spec, where=where)
    found = _choice(spec, value) if spec.choices else _number(spec, value)
    if found is None:
        raise _bad_value(key, value, spec, where=where)
    return found


def _bad_value(key: str, value: object, spec: Key, *, where: str, more: str = "") -> ConfigError:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    is_variable = where.startswith("NEWSCLI_")
    default = f"'{spec.default}'" if " " in str(spec.default) else spec.default
    return ConfigError(
        f"{where}: {key} is {shown}, must be {spec.range}{more}",
        hint=f"unset {where}" if is_variable else f"newscli config set {key} {default}",
    )


def _style(key: str, value: object, spec: Key, *, where: str) -> str:
    """A style, each word of it known. Raises ConfigError that names the word that is not."""
    wrong = themes.wrong_word(value) if isinstance(value, str) else ""
    if isinstance(value, str) and wrong is None:
        return " ".join(value.lower().split())
    near = themes.meant(wrong) if wrong else None
    word = f'; "{wrong}" means nothing' + (f", did you mean {near}?" if near else "")
    raise _bad_value(key, value, spec, where=where, more=word if wrong else "")


def _choice(spec: Key, value: object) -> str | None:
    return value if isinstance(value, str) and value in spec.choices else None


def _number(spec: Key, value: object) -> int | None:
    number = value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,12}", value.strip()):
        number = int(value)
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return number if spec.low <= number <= spec.high else None


def known_key(key: str, *, where: str) -> Key:
    """The key's specification. Raises ConfigError that names the nearest known key."""
    if key in KEYS:
        return KEYS[key]
    if key.startswith(STYLES):
        return _style_key(key, where=where)
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, 1, 0.4) or get_close_matches(
        key.rpartition(".")[2], KEYS, 1, 0.3
    )
    meant = f"; did you mean {near[0]}?" if near else ""
    raise ConfigError(f"{where}: no setting is called {key}{meant}", hint="newscli config show")


def _style_key(key: str, *, where: str) -> Key:
    role = key.removeprefix(STYLES)
    if role in themes.ROLES:
        return Key(themes.THEMES["auto"][role], 0, 0, themes.ROLES[role], is_style=True)
    from difflib import get_close_matches

    near = get_close_matches(role, themes.ROLES, 1, 0.4)
    meant = f"; did you mean {STYLES}{near[0]}?" if near else ""
    raise ConfigError(
        f"{where}: no role of a style is called {role}{meant}",
        hint="newscli config theme --preview",
    )


def _from_file(file: Path) -> dict[str, int | str]:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {_reason(error)}") from None
    return parse_config(text, where=file.name)


def parse_config(text: str, *, where: str) -> dict[str, int | str]:
    """Keys and values of a config.toml's text. Raises ConfigError for TOML, keys and values."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not TOML: {error}", hint="newscli config edit") from None
    return {key: check_value(key, value, where=where) for key, value in _flat(document).items()}


def _flat(document: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{key}": item for key, item in value.items()})
        else:
            flat[name] = value
    return flat


def _from_environment() -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for key in KEYS:
        variable = environment_name(key)
        value = os.environ.get(variable)
        if value:
            found[key] = check_value(key, value, where=variable)
    return found


def environment_name(key: str) -> str:
    """The variable that sets a key: "fetch.jobs" is NEWSCLI_FETCH_JOBS."""
    return f"NEWSCLI_{field_name(key).upper()}"


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
