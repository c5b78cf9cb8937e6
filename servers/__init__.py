"""Real servers on this machine, without containers, for the demo, the tests and the benchmarks; no part of what an installation runs."""
