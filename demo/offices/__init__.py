"""The demo press offices' sites, each behaving like one real kind."""
