"""A host's name is looked up once in a crawl: the guard and the connection get the same number, whatever the name server says later."""

import subprocess
import sys

REBINDING = """
import socket
from itertools import count
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import reactor
from twisted.internet.address import IPv4Address

asked = count()

def rebinding(name):
    return "198.51.100.7" if next(asked) == 0 else "127.0.0.1"

socket.gethostbyname = rebinding
CachingThreadedResolver(reactor, 100, 5).install_on_reactor()
found = []

class Receiver:
    def resolutionBegan(self, _): pass
    def addressResolved(self, address): found.append(address.host)
    def resolutionComplete(self):
        print(*found, next(asked))
        reactor.stop()

def guarded(number):
    found.append(number)
    reactor.nameResolver.resolveHostName(Receiver(), "rebinding.example", 80, [IPv4Address])

reactor.callWhenRunning(lambda: reactor.resolve("rebinding.example").addCallback(guarded))
reactor.run()
"""


def test_a_name_that_is_bound_anew_does_not_lead_past_the_guard() -> None:
    done = subprocess.run([sys.executable, "-c", REBINDING], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["198.51.100.7", "198.51.100.7", "1"], "guard, connection, look-ups"
