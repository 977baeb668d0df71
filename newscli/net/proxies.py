"""Which proxy an address is asked through, by the environment."""

import urllib.request
from urllib.parse import urlsplit


class Proxies:
    """HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; one that is given overrides them all."""

    def __init__(self, given: str | None) -> None:
        self._given = given
        self._found = {} if given else urllib.request.getproxies()

    def of(self, url: str) -> str | None:
        """The proxy's address, None to ask the server itself."""
        if self._given or not self._found:
            return self._given
        parts = urlsplit(url)
        if urllib.request.proxy_bypass(parts.hostname or ""):
            return None
        proxy = self._found.get(parts.scheme) or self._found.get("all")
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy
