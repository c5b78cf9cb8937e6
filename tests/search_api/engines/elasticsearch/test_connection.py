"""What answers is looked at, and what goes wrong on the way is said in words without secrets."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import SecretStr

from processing.settings import Settings
from search_api.engines.elasticsearch import connection
from search_api.engines.elasticsearch.connection import Place, place_of
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.engines.engine import EngineBusyError, EngineError
from search_api.engines.opening import open_engine as open_engine_of
from search_api.query.errors import QueryError
from search_api.query.question import Question
from servers.elasticsearch.server import Elasticsearch

SECRET = "a-secret-that-nobody-may-see"


@pytest.fixture
def answering():
    """A server that says of itself what a test wants."""
    servers = []

    def start(body, headers):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def engine_at(address, **options):
    return ElasticsearchEngine(Place((address,), "test", options=options), ())


def in_a_thread(engine):
    try:
        return engine.search(Question(text="boat"))
    finally:
        engine.close()


def in_a_loop(engine):
    async def ask():
        try:
            return await engine.asearch(Question(text="boat"))
        finally:
            await engine.aclose()

    return asyncio.run(ask())


@pytest.fixture(params=[in_a_thread, in_a_loop])
def ask(request):
    """Both ways to ask an engine, which must hear the same of what goes wrong."""
    return request.param


@pytest.mark.parametrize("version", ["7.17.9", "8.18.0", "10.0.0"])
def test_a_version_that_is_not_served_is_named(answering, version, ask):
    body = f'{{"version": {{"number": "{version}"}}, "tagline": "You Know, for Search"}}'.encode()
    with pytest.raises(EngineError, match=rf"version {version}; this program speaks to 8\.19 and to 9\.x"):
        ask(engine_at(answering(body, {"X-elastic-product": "Elasticsearch"})))


def test_what_is_not_elasticsearch_is_told_apart(answering, ask):
    with pytest.raises(EngineError, match="is not Elasticsearch"):
        ask(engine_at(answering(b'{"version": {"number": "2.11.0", "distribution": "opensearch"}}', {})))


def test_nobody_answering_is_said_with_the_address_and_without_the_password(ask):
    with pytest.raises(EngineError) as told:
        ask(engine_at(f"http://user:{SECRET}@127.0.0.1:9"))
    assert "http://127.0.0.1:9" in str(told.value)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("address", ["", "nonsense", "127.0.0.1:9200", "ftp://127.0.0.1:1", "http://127.0.0.1"])
def test_an_address_that_is_none_is_said_to_be_one(address, ask):
    with pytest.raises(EngineError, match="Addresses look like"):
        ask(engine_at(address))


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_cannot_be_used_is_named(tmp_path, content, ask):
    certificates = tmp_path / "authority.pem"
    if content is not None:
        certificates.write_text(content)
    with pytest.raises(EngineError, match=r"authority\.pem.*CA_FILE"):
        ask(engine_at("https://127.0.0.1:9", ca_certs=str(certificates)))


def test_an_api_key_and_a_user_contradict_each_other():
    settings = Settings(_env_file=None, elasticsearch_api_key=SecretStr(SECRET), elasticsearch_user="me")
    with pytest.raises(EngineError, match="leave one empty"):
        place_of(settings)


def test_a_place_does_not_show_its_secrets():
    settings = Settings(_env_file=None, elasticsearch_user="me", elasticsearch_password=SecretStr(SECRET))
    assert SECRET not in f"{place_of(settings)!r} {settings!r}"
    assert place_of(settings).options["basic_auth"] == ("me", SECRET)


@pytest.fixture(scope="module")
def secure(elasticsearch_available):
    """A server with HTTPS, passwords and API keys."""
    with Elasticsearch(heap="256m", quick=True, secure=True) as server:
        yield server


@pytest.mark.elasticsearch
class TestASecureServer:
    """Who may come in, and what somebody hears who may not."""

    @pytest.fixture
    def settings(self, secure, tmp_path):
        return Settings(
            _env_file=None,
            data=tmp_path,
            engine="elasticsearch",
            elasticsearch_addresses=secure.addresses,
            elasticsearch_ca_file=str(secure.ca_file),
        )

    def test_a_key_that_may_use_only_its_index_is_enough(self, secure, settings, article):
        rights = {"indices": [{"names": ["protection-news*"], "privileges": ["all"]}]}
        key = secure.request(
            "/_security/api_key", "POST", {"name": "protection-news", "role_descriptors": {"search": rights}}
        ).json()["encoded"]
        engine = open_engine_of(settings.model_copy(update={"elasticsearch_api_key": SecretStr(key)}))
        engine.rebuild([article("a1", "boat")], 1)
        engine.write([article("a2", "boat")], [], 2)
        answer = engine.search(Question(text="boat", size=1))
        assert (answer.articles, answer.revision) == (2, 2)
        assert engine.search(Question(text="boat", size=1, cursor=answer.cursor)).articles == 2
        assert set(engine.article_ids()) == {"a1", "a2"}
        assert in_a_loop(engine).articles == 2

    def test_user_and_password_are_taken_too(self, secure, settings):
        engine = open_engine_of(
            settings.model_copy(
                update={"elasticsearch_user": secure.user, "elasticsearch_password": SecretStr(secure.password)}
            )
        )
        assert engine.watermark() >= 0
        engine.close()

    def test_a_wrong_password_is_refused_and_not_repeated(self, secure, settings, caplog):
        caplog.set_level("DEBUG")
        changes = {"elasticsearch_user": secure.user, "elasticsearch_password": SecretStr(SECRET)}
        with pytest.raises(EngineError, match="does not know us") as told:
            open_engine_of(settings.model_copy(update=changes)).watermark()
        assert SECRET not in str(told.value) + caplog.text

    def test_a_key_for_another_index_is_refused_in_words(self, secure, settings):
        rights = {"indices": [{"names": ["another*"], "privileges": ["all"]}]}
        key = secure.request(
            "/_security/api_key", "POST", {"name": "another", "role_descriptors": {"search": rights}}
        ).json()["encoded"]
        with pytest.raises(EngineError, match="needs all rights on the index"):
            open_engine_of(settings.model_copy(update={"elasticsearch_api_key": SecretStr(key)})).watermark()

    def test_a_certificate_of_an_unknown_authority_is_refused(self, secure, settings, ask):
        changes = {"elasticsearch_ca_file": "", "elasticsearch_user": secure.user}
        with pytest.raises(EngineError, match=r"is not safe.*CA_FILE"):
            ask(open_engine_of(settings.model_copy(update=changes)))


@pytest.mark.elasticsearch
class TestOnABadRoad:
    """Answers that come late, or are errors."""

    def test_a_late_answer_is_told_as_such(self, road, troubles, open_engine, article, monkeypatch):
        monkeypatch.setattr(connection, "ANSWERED_IN", 0)
        open_engine().write([article("a1", "boat")], [], 1)
        engine = open_engine(road.address, seconds=0.5)
        assert engine.search(Question(text="boat")).articles == 1
        road.trouble("_msearch", troubles["late"](2), times=4)
        with pytest.raises(EngineError, match="did not answer in time while searching"):
            engine.search(Question(text="boat"))

    def test_a_server_with_too_much_to_do_asks_for_patience(self, road, troubles, open_engine, article, ask):
        open_engine().write([article("a1", "boat")], [], 1)
        road.trouble("_msearch", troubles["refused"](429), times=10)
        with pytest.raises(EngineBusyError, match="try again in a minute"):
            ask(open_engine(road.address))

    def test_a_server_that_fails_once_is_asked_again(self, road, troubles, open_engine, article, ask):
        open_engine().write([article("a1", "boat")], [], 1)
        road.trouble("_msearch", troubles["refused"](503))
        road.trouble("_msearch", troubles["lost on the way"])
        assert ask(open_engine(road.address)).articles == 1

    def test_the_event_loop_goes_on_while_the_server_works(self, road, troubles, open_engine, article):
        open_engine().write([article("a1", "boat")], [], 1)
        road.trouble("_msearch", troubles["late"](0.5))
        engine = open_engine(road.address)
        turns = 0

        async def both():
            nonlocal turns
            answer = asyncio.ensure_future(engine.asearch(Question(text="boat")))
            while not answer.done():
                turns += 1
                await asyncio.sleep(0.01)
            await engine.aclose()
            return answer.result()

        assert asyncio.run(both()).articles == 1
        assert turns > 5

    def test_hits_and_counts_are_asked_for_at_the_same_time(self, road, troubles, open_engine, article):
        """Both of them are held up until the other is there too: asked one after the other they would never be answered."""
        open_engine().write([article("a1", "boat")], [], 1)
        together = threading.Barrier(2, timeout=20)
        road.trouble("_msearch", troubles["held up"](together), times=2)
        assert in_a_loop(open_engine(road.address)).articles == 1

    def test_a_question_that_only_this_engine_finds_too_deep_is_a_question_error(self, engine, article):
        engine.write([article("a1", "boat")], [], 1)
        deep = "boat"
        for number in range(18):
            deep = f"({deep} OR w{number}) AND x{number}"
        with pytest.raises(QueryError, match="nested too deeply"):
            engine.search(Question(text=deep))
