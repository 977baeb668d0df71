"""Connections for httpx's client, over httpcore: with deadlines, and the environment's proxies."""

from collections.abc import Iterator

import httpcore

from newscli.core.edits import proxy_problem
from newscli.core.errors import HttpError
from newscli.core.urls import user_of, without_user
from newscli.net.deadline import Backend, Deadline
from newscli.net.httpx_alone import httpx
from newscli.net.personal import proxy_schemes
from newscli.net.proxies import Proxies

_PoolKey = tuple[str | None, bool, bool, bool]
"""A proxy, None for none; whether it is https; whether certificates go unchecked; and whether only
public addresses are connected to. What one request may use, another may not."""


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
        self._proxies = Proxies(proxy)
        self._pools: dict[_PoolKey, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request. Raises httpcore's exceptions, and HttpError for a proxy of no use."""
        url = request.url
        proxy = request.extensions.get("proxy") or self._proxies.of(str(url))
        is_tls = url.scheme == "https"
        is_insecure = is_tls and bool(request.extensions.get("insecure"))
        # Through a proxy it is the proxy that is connected to, and it that looks names up.
        is_guarded = not proxy and bool(request.extensions.get("guarded"))
        response = self._pool((proxy, is_tls, is_insecure, is_guarded)).handle_request(
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

    def _pool(self, key: _PoolKey) -> httpcore.ConnectionPool:
        # setdefault is atomic: two threads that come first may both build one, and share the first.
        return self._pools.get(key) or self._pools.setdefault(key, self._new_pool(*key))

    def _new_pool(
        self, proxy: str | None, is_tls: bool, is_insecure: bool, is_guarded: bool
    ) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            # Reading the certificates of all authorities takes as long as twenty requests.
            ssl_context=httpx.create_ssl_context(verify=not is_insecure) if is_tls else None,
            proxy=_proxy(proxy) if proxy else None,
            # Bounded by whoever asks; a pool that is full can lose one that waits (httpcore 1.0).
            max_connections=None,
            max_keepalive_connections=self._connections,
            keepalive_expiry=15,
            network_backend=Backend(self._deadline, is_guarded=is_guarded),
        )

    def close(self) -> None:
        """Closes every connection."""
        for pool in self._pools.values():
            pool.close()


def _proxy(url: str) -> httpcore.Proxy:
    """A proxy, asked with the user and the password that its address holds. Raises HttpError."""
    problem = proxy_problem(url, proxy_schemes())
    if problem:
        raise HttpError(f"the proxy: {problem}")
    user = user_of(url)
    return httpcore.Proxy(
        without_user(url), auth=(user[0].encode(), user[1].encode()) if user else None
    )
