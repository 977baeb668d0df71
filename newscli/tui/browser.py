"""The user's browser, without a mark on our screen."""

import subprocess
import sys
import webbrowser

from textual.app import App, SuspendNotSupported

from newscli.commands.open import launch, require_address
from newscli.core.errors import NewscliError

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def needs_terminal() -> bool:
    """True for a browser that draws on the terminal, as lynx does. Raises NewscliError for none."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        raise NewscliError("no browser was found: set BROWSER") from None
    return type(found) is webbrowser.GenericBrowser


def on_terminal(app: App[None], url: str) -> None:
    """Gives the terminal to the browser until it ends. Raises NewscliError."""
    try:
        with app.suspend():
            launch(url)
    except SuspendNotSupported:
        launch(url)


def beside(url: str) -> None:
    """Opens a window of the browser; what it prints goes nowhere. Raises NewscliError."""
    require_address(url)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-c", _OPEN, url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )
    if done.returncode:
        raise NewscliError(f"no browser could be started for {url}: set BROWSER")
