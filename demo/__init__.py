"""The demo press offices: texts, the sites that publish them, and what a night on them must give."""
