"""Which node of a cluster is asked next, when some do not answer.

The client's own pool books a node that fails several requests at once several times, and hands it out again at each of these bookings: the
repetition of a request could go to the node that it had just waited for, and end there.
"""

import time
from typing import Any

from elastic_transport import BaseNode, NodeConfig, NodePool

FIRST_REST = 1  # seconds
LONGEST_REST = 30  # seconds after which even a node that has failed for long is tried again


class Nodes(NodePool):
    """Nodes that answer take turns. One that fails rests; then a single request tries it, while the others go on asking the rest, and it is
    not tried again for twice as long. So a silent node costs one request its patience now and then, and none its answer while
    another node is there.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._rests: dict[NodeConfig, tuple[float, float]] = {}  # of those that fail: length of the rest, and its end

    def get(self) -> BaseNode:
        """The node for the next request; where all rest, the one whose rest ends first."""
        now = time.monotonic()
        answering = []
        for node in self.all():
            rest = self._rests.get(node.config)
            if rest is None:
                answering.append(node)
            elif rest[1] <= now:
                seconds = min(2 * rest[0], LONGEST_REST)
                self._rests[node.config] = (seconds, now + seconds)
                return node
        if answering:
            return self.node_selector.select(answering)
        return min(self.all(), key=lambda node: self._rests.get(node.config, (0, 0))[1])

    def mark_dead(self, node: BaseNode, _now: float | None = None) -> None:
        """The node did not answer: it rests from now on. Several requests that waited for it at once are one failure."""
        seconds, _ = self._rests.get(node.config, (FIRST_REST, 0))
        self._rests[node.config] = (seconds, time.monotonic() + seconds)

    def mark_live(self, node: BaseNode) -> None:
        """The node answered."""
        self._rests.pop(node.config, None)
