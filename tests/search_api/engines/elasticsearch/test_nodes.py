"""A node that does not answer costs one request its patience now and then, and none its answer."""

import itertools

import elasticsearch
import pytest
from elastic_transport import NodeConfig, Urllib3HttpNode

from search_api.engines.elasticsearch import nodes as nodes_module
from search_api.engines.elasticsearch.connection import Place, client_of
from search_api.engines.elasticsearch.nodes import FIRST_REST, LONGEST_REST, Nodes


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    set_by_the_test = Clock()
    monkeypatch.setattr(nodes_module, "time", set_by_the_test)
    return set_by_the_test


def pool(count=3):
    return Nodes([NodeConfig("http", "127.0.0.1", 9200 + number) for number in range(count)], Urllib3HttpNode)


def asked(nodes, times):
    return [nodes.get() for _ in range(times)]


def test_nodes_that_answer_take_turns():
    nodes = pool()
    assert set(asked(nodes, 3)) == set(nodes.all())


def test_several_requests_that_fail_at_once_are_one_failure(clock):
    nodes = pool()
    silent = nodes.get()
    for _ in range(10):
        nodes.mark_dead(silent)
    clock.now += FIRST_REST
    assert asked(nodes, 20).count(silent) == 1


def test_a_request_is_not_repeated_at_the_node_that_it_waited_for(clock):
    nodes = pool()
    silent = nodes.get()
    for waited in (0, 0.1, 1.2, 3.9, 0, 40):  # requests that were sent before it was known
        clock.now += waited
        nodes.mark_dead(silent)
        assert nodes.get() is not silent


def test_a_node_is_tried_more_seldom_the_longer_it_is_silent(clock):
    nodes = pool()
    silent = nodes.get()
    nodes.mark_dead(silent)
    tries = []
    for _ in range(200):
        clock.now += 1
        tries += [clock.now] * asked(nodes, 6).count(silent)
    waits = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert waits[:4] == [2, 4, 8, 16]
    assert set(waits[4:]) == {LONGEST_REST}


def test_a_node_that_answers_again_takes_its_turns(clock):
    nodes = pool()
    lost = nodes.get()
    nodes.mark_dead(lost)
    clock.now += FIRST_REST
    assert nodes.get() is lost
    nodes.mark_live(lost)
    assert asked(nodes, 6).count(lost) == 2


def test_where_all_rest_the_first_to_be_rested_is_asked(clock):
    nodes = pool()
    for node in nodes.all():
        nodes.mark_dead(node)
        clock.now += 0.1
    assert nodes.get() is nodes.all()[0]


def test_the_only_node_is_asked_whatever_happened(clock):
    nodes = pool(1)
    nodes.mark_dead(nodes.get())
    assert nodes.get() is nodes.all()[0]


def test_the_clients_ask_their_nodes_so():
    client = client_of(elasticsearch.Elasticsearch, Place(("http://127.0.0.1:1",), "test"))
    assert isinstance(client.transport.node_pool, Nodes)
    client.close()
