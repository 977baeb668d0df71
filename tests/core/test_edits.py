"""What a person types to set a source up: what is taken, and what is refused with which words."""

import pytest

from newscli.core import edits
from newscli.core.errors import UsageError

HTTP = ("http", "https")


def refusal(check, *words, **more) -> str:
    with pytest.raises(UsageError) as caught:
        check(*words, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30m", 1800), ("2h", 7200), ("1d", 86_400), ("900", 900), ("5m", 300), ("31d", 2_678_400),
        (" 2 H ", 7200), ("600s", 600), ("", None), (" ", None),
    ],
)  # fmt: skip
def test_an_interval_is_a_duration_or_seconds(text, seconds):
    assert edits.interval_s(text) == seconds


@pytest.mark.parametrize("text", ["299", "4m", "32d", "0", "-1h", "2 hours", "1h30m", "h", "1.5h"])
def test_any_other_interval_is_refused_with_examples(text):
    assert refusal(edits.interval_s, text) == (
        f'--interval is "{text}", must be 5m to 31d: 30m, 2h, 1d, or 900 for seconds'
    )


@pytest.mark.parametrize(
    ("seconds", "text"), [(300, "5m"), (7200, "2h"), (86_400, "1d"), (90_000, "25h"), (901, "901s")]
)
def test_a_duration_is_said_in_its_largest_unit(seconds, text):
    assert edits.duration(seconds) == text


@pytest.mark.parametrize(("text", "seconds"), [("1", 1), ("2.5", 2.5), ("600", 600), ("", None)])
def test_a_timeout_is_seconds(text, seconds):
    assert edits.timeout_s(text) == seconds


@pytest.mark.parametrize("text", ["0", "601", "soon", "nan", "inf", "30s"])
def test_any_other_timeout_is_refused_with_an_example(text):
    assert refusal(edits.timeout_s, text) == (
        f'--timeout is "{text}", must be 1 to 600 seconds, as 90 is'
    )


def test_a_header_replaces_one_of_its_name_in_any_case():
    headers = (("X-Feed", "full"), ("Accept", "text/xml"))

    assert edits.with_header(headers, "x-feed:  short: and sweet ") == (
        ("Accept", "text/xml"),
        ("x-feed", "short: and sweet"),
    )


@pytest.mark.parametrize("text", ["X-FEED:", "x-feed:  "])
def test_a_header_without_a_value_is_taken_off(text):
    assert edits.with_header((("X-Feed", "full"),), text) == ()


@pytest.mark.parametrize(
    "text", ["", "Bearer hunter2", ": hunter2", "X Feed: hunter2", "X: a\nb: c"]
)
def test_what_is_no_header_is_refused_and_never_repeated(text):
    assert "hunter2" not in refusal(edits.with_header, (), text)


@pytest.mark.parametrize("value", ["a\tb", "a\x00b", "caf\u00e9", "a\x7f"])
def test_a_value_that_no_header_can_carry_is_refused(value):
    assert refusal(edits.with_header, (), f"X-Feed: {value}") == (
        "--header: X-Feed: only printable ASCII can be sent: 'X-Feed: value'"
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Host", "it is made from the address"),
        ("content-length", "a request for a feed has no body"),
        ("Transfer-Encoding", "a request for a feed has no body"),
        ("Connection", "connections are for newscli to keep and to close"),
        ("Accept-Encoding", "newscli asks for what it can unpack"),
        ("If-None-Match", "newscli sends it by itself, with what the server last said"),
        ("If-Modified-Since", "newscli sends it by itself, with what the server last said"),
    ],
)
def test_headers_that_are_newsclis_own_are_refused_with_the_reason(name, reason):
    line = f"--header: {name} cannot be set: {reason}"

    assert refusal(edits.with_header, (), f"{name}: x") == line


@pytest.mark.parametrize("text", ["${", "${}", "${A-B}", "${1A}", "${keyring:me}", "${A} ${b c}"])
def test_a_reference_that_would_be_sent_as_it_stands_is_refused(text):
    for_a_header = refusal(edits.with_header, (), f"X-Feed: {text}")
    for_a_proxy = refusal(edits.proxy, f"http://{text}@h", schemes=HTTP)

    what = "what ${ begins is not understood: ${VARIABLE} or ${keyring:SERVICE/USER}"
    assert (for_a_header, for_a_proxy) == (f"--header: X-Feed: {what}", f"--proxy: {what}")


@pytest.mark.parametrize(
    "url",
    [
        "http://proxy.example:3128",
        "https://proxy.example",
        "HTTP://me:p%40ss@[::1]:3128/",
        "http://${USER}:${keyring:proxy/me}@proxy.example:${PORT}",
        "http://${HOST}:3128",
        "${MY_PROXY}",
    ],
)
def test_a_proxy_is_an_address_of_which_any_part_may_be_named(url):
    assert edits.proxy(f" {url} ", schemes=HTTP) == url


@pytest.mark.parametrize(
    "url", ["http://", "http://h:x", "http://h:0", "http://h:99999", "http://a b"]
)
def test_a_proxy_without_a_host_or_with_no_port_is_refused(url):
    assert refusal(edits.proxy, url, schemes=HTTP) == (
        "--proxy: its address must name a host, and its port as a number: http://proxy.example:3128"
    )


@pytest.mark.parametrize("url", ["proxy.example:3128", "ftp://proxy.example", "proxy"])
def test_a_proxy_of_another_kind_is_refused(url):
    assert refusal(edits.proxy, url, schemes=HTTP) == (
        "--proxy: its address must begin with http:// or https://, "
        "as http://proxy.example:3128 does"
    )


def test_socks_is_taken_where_requests_can_go_through_it_only():
    url = "socks5://127.0.0.1:9050"

    assert refusal(edits.proxy, url, schemes=HTTP) == (
        "--proxy: SOCKS needs the package socksio: pip install 'httpx[socks]'"
    )
    assert edits.proxy(url, schemes=(*HTTP, "socks5")) == url


@pytest.mark.parametrize("check", [edits.user_agent, lambda text: edits.proxy(text, schemes=HTTP)])
def test_an_empty_text_takes_a_setting_off(check):
    assert check(" ") is None


def test_a_user_agent_that_no_header_can_carry_is_refused():
    assert refusal(edits.user_agent, "caf\u00e9").startswith("--user-agent: only printable ASCII")
