"""Other crawlers on the site of `benchmarks.crawl`: news-please and trafilatura's own, installed beside and never into the project."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".venv-peers"
# readability-lxml 0.8.4 no longer takes the bytes that news-please hands to it: every article fails.
PACKAGES = ("news-please", "readability-lxml<0.8.4", "trafilatura", "lxml_html_clean")
WANTED = "\n".join(PACKAGES)
INSTALL_SECONDS = 900

SITE_LIST = """{
  "base_urls": [{
    "url": "SITE/news?page=1",
    "crawler": "RecursiveCrawler"
  }]
}
"""
# It takes an address with a port for another site's.
ITS_MIDDLEWARES = "DOWNLOADER_MIDDLEWARES = {'scrapy.downloadermiddlewares.offsite.OffsiteMiddleware': None}"
# It follows no link of a site that has a number or "localhost" for its name.
TRAFILATURA = """
import socket, sys
look_up = socket.getaddrinfo
socket.getaddrinfo = lambda host, *others, **more: look_up("127.0.0.1", *others, **more)
from trafilatura.settings import use_config
from trafilatura.spider import focused_crawler
config = use_config()
config.set("DEFAULT", "SLEEP_TIME", "0")
config.set("DEFAULT", "SSRF_PROTECTION", "off")  # the site is on this machine
start = sys.argv[1].replace("127.0.0.1", "office.example") + "/news?page=1"
focused_crawler(start, max_seen_urls=10**6, max_known_urls=10**7, config=config)
"""


class NoPeerError(Exception):
    """It cannot be had here; the message says why."""


def installed() -> Path:
    """The Python that has the peers. Raises `NoPeerError` where it is not there and cannot be made."""
    python = FOLDER / "bin" / "python"
    ready = FOLDER / "ready"
    if ready.exists() and ready.read_text("utf-8") == WANTED:
        return python
    print(f"Installing {', '.join(PACKAGES)} into {FOLDER.name} …", flush=True)
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    make = [[uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(FOLDER)]]
    make.append([uv, "pip", "install", "--quiet", "--python", str(python), *PACKAGES])
    try:
        for command in make:
            subprocess.run(command, check=True, timeout=INSTALL_SECONDS, capture_output=True, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPeerError(
            f"cannot be installed: {str(getattr(error, 'stderr', '') or error).strip()[-200:]}"
        ) from error
    ready.write_text(WANTED, "utf-8")
    return python


def news_please(python: Path, site: str, folder: Path, seconds: float) -> int:
    """Lets news-please loose on the site for so long; returns how many articles it extracted and kept.

    Its settings are as installed, but for what keeps it from a local site.
    """
    config = folder / "config"
    shutil.copytree(next(FOLDER.glob("lib/*/site-packages/newsplease/config")), config)
    said = (config / "config.cfg").read_text("utf-8").replace("~/news-please-repo/", f"{folder}/")
    said = said.replace("[Scrapy]\n", f"[Scrapy]\n{ITS_MIDDLEWARES}\n")
    (config / "config.cfg").write_text(said, "utf-8")
    (config / "sitelist.hjson").write_text(SITE_LIST.replace("SITE", site), "utf-8")
    _run_for([str(python), "-m", "newsplease", "-c", f"{config}/"], folder, seconds)
    return sum(1 for _ in (folder / "data").rglob("*.json"))


def trafilatura(python: Path, site: str, folder: Path, seconds: float) -> None:
    """Lets trafilatura's focused crawler loose on the site for so long, without its waits. It extracts nothing."""
    _run_for([str(python), "-c", TRAFILATURA, site], folder, seconds)


def _run_for(command: list[str], folder: Path, seconds: float) -> None:
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            start_new_session=True,
        )
        end = time.monotonic() + seconds
        while running.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
