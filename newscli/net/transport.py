"""Connections for httpx's client, over httpcore: with deadlines, and the environment's proxies."""

import ssl
import urllib.request
from collections.abc import Iterator

import httpcore
import httpx

from newscli.net.deadline import Backend, Deadline


class _Body(httpx.SyncByteStream):
    """A response's body as it comes off the wire."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class Transport(httpx.BaseTransport):
    """One pool of connections for each proxy in use; most often one without.

    `proxy` overrides what HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. Errors are httpcore's.
    """

    def __init__(self, deadline: Deadline, *, connections: int, proxy: str | None) -> None:
        self._deadline = deadline
        self._connections = connections
        self._proxy = proxy
        self._proxies = {} if proxy else urllib.request.getproxies()
        self._ssl_context: ssl.SSLContext = httpx.create_ssl_context()
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request. Raises httpcore's exceptions."""
        url = request.url
        response = self._pool(self._proxy_of(url)).handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def _proxy_of(self, url: httpx.URL) -> str | None:
        if self._proxy or not self._proxies or urllib.request.proxy_bypass(url.host):
            return self._proxy
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy

    def _pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        # setdefault is atomic: two threads that come first may both build one, and share the first.
        return self._pools.get(proxy) or self._pools.setdefault(
            proxy,
            httpcore.ConnectionPool(
                ssl_context=self._ssl_context,
                proxy=httpcore.Proxy(proxy) if proxy else None,
                max_connections=self._connections,
                max_keepalive_connections=self._connections,
                keepalive_expiry=15,
                network_backend=Backend(self._deadline),
            ),
        )

    def close(self) -> None:
        """Closes every connection."""
        for pool in self._pools.values():
            pool.close()
