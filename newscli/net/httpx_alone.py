"""httpx without its own command line, which would bring Click, Pygments and Rich with it.

They are a sixth of what a small fetch costs; httpx does without them where they are not installed.
"""

import sys

_COMMAND_LINE = "httpx._main"

# To Python, a None there is a module that cannot be imported (reference, 5.3.1).
sys.modules.setdefault(_COMMAND_LINE, None)  # type: ignore[arg-type]
import httpx  # noqa: E402

if sys.modules[_COMMAND_LINE] is None:
    del sys.modules[_COMMAND_LINE]

__all__ = ["httpx"]
