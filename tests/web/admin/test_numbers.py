"""Whatever stands in an address of the panel or of a page: it is no fault of ours."""

import pytest
from django.test import Client

from tests.web.admin.cast import listed, sign_up

BAR, WHOLE = pytest.mark.bar, pytest.mark.whole
ODD = ["99999999999999999999", "-1", "9223372036854775808", "words", "%00", "%D9%A3"]
MODELS = [
    *("user", "conversation", "message", "membership", "ban", "failedlogin"),
    *("putout", "offer"),
]
EACH_MODEL = [*MODELS[:2], *(pytest.param(model, marks=WHOLE) for model in MODELS[2:])]
FILTERS = [
    *("?id__exact={0}", "?p={0}", "?o={0}", "?q={0}", "?room={0}", "?_to_field={0}"),
    *("?muted__exact={0}&deleted__exact={0}", "?at__year={0}", "?pk__in={0}"),
    *("?until__gte={0}", "?at__gte={0}&author={0}", "?author__id__exact={0}"),
]
PAGES = [
    *("/rooms/{}/", "/direct/{}/", "/direct/@bob~{}/", "/static/{}", "/{}/"),
    *("/login/?next={}", "/desktop/{}", "/signup/?next={}"),
]


@pytest.fixture
def client(owner):
    sign_up("ada")
    return owner


@pytest.mark.dear
@pytest.mark.parametrize(
    "page",
    [
        *("change", "password"),
        *(pytest.param(page, marks=WHOLE) for page in ("history", "delete")),
    ],
)
@pytest.mark.parametrize("model", EACH_MODEL)
def test_no_number_in_a_path_is_a_fault(client, model, page):
    for odd in ODD:
        status = client.get(f"{listed(model)}{odd}/{page}/", follow=True).status_code
        assert status < 500, odd


@pytest.mark.dear
@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(n, marks=BAR) for n in range(1, 6))]
)
@pytest.mark.parametrize("model", EACH_MODEL)
def test_no_number_in_a_query_is_a_fault(client, model, turn):
    """By one turn each stands in each filter of some model, by all of them of each."""
    for place, query in enumerate(FILTERS, turn + MODELS.index(model)):
        path = listed(model) + query.format(ODD[place % len(ODD)])
        assert client.get(path, follow=True).status_code < 500, path


@pytest.mark.dear
@pytest.mark.parametrize("model", EACH_MODEL)
def test_no_number_in_a_form_is_a_fault(client, model):
    for odd in [*ODD, "\x00"]:
        for form in (
            {"action": "ban", "_selected_action": [odd]},
            {"action": odd, "_selected_action": ["1"], "index": odd},
        ):
            assert client.post(listed(model), form, follow=True).status_code < 500


@pytest.mark.dear
@pytest.mark.parametrize("path", PAGES)
def test_no_name_in_the_address_of_a_page_is_a_fault(client, path):
    for who in (client, Client()):
        for odd in [*ODD, "x" * 3000, "%F0%9F%98%80"]:
            assert who.get(path.format(odd), follow=True).status_code < 500, odd


@pytest.mark.dear
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "browser", "messages"])
def test_no_cookie_is_a_fault(client, cookie):
    for odd in [*ODD, r'"\000"', r'"a\000b"', "a\x00b"]:
        own = [f"{name}={each.coded_value}" for name, each in client.cookies.items()]
        headers = {"cookie": "; ".join([*own, f"{cookie}={odd}"])}
        assert client.get("/", headers=headers, follow=True).status_code < 500, odd
