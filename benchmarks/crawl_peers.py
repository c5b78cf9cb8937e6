"""Other crawlers on the site of `benchmarks.crawl`: news-please and trafilatura's own, installed beside and never into the project."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".venv-peers"
PACKAGES = ("news-please", "trafilatura", "lxml_html_clean")
INSTALL_SECONDS = 900

SITE_LIST = """{
  "base_urls": [{
    "url": "SITE/news?page=1",
    "crawler": "RecursiveCrawler",
    "overwrite_heuristics": {"og_type": true, "linked_headlines": false, "self_linked_headlines": false},
    "pass_heuristics_condition": "og_type"
  }]
}
"""
# It takes an address with a port for another site's.
ITS_MIDDLEWARES = "DOWNLOADER_MIDDLEWARES = {'scrapy.downloadermiddlewares.offsite.OffsiteMiddleware': None}"
TRAFILATURA = """
import sys
from trafilatura.settings import use_config
from trafilatura.spider import focused_crawler
config = use_config()
config.set("DEFAULT", "SLEEP_TIME", "0")
config.set("DEFAULT", "SSRF_PROTECTION", "off")  # the site is on this machine
focused_crawler(sys.argv[1] + "/news?page=1", max_seen_urls=10**6, max_known_urls=10**7, config=config)
"""

Seen = Callable[[], None]


class NoPeerError(Exception):
    """It cannot be had here; the message says why."""


def installed(install: bool) -> Path:
    """The Python that has the peers. Raises `NoPeerError` where it is not there, and cannot be made or is not to be."""
    python = FOLDER / "bin" / "python"
    if (FOLDER / "ready").exists():
        return python
    if not install:
        raise NoPeerError(f"not installed in {FOLDER.name}; a run without --quick does that")
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
    (FOLDER / "ready").touch()
    return python


def news_please(python: Path, site: str, folder: Path, seconds: float) -> None:
    """Lets news-please loose on the site for so long, its settings as installed but for what keeps it from a local site."""
    config = folder / "config"
    shutil.copytree(next(FOLDER.glob("lib/*/site-packages/newsplease/config")), config)
    said = (config / "config.cfg").read_text("utf-8").replace("~/news-please-repo/", f"{folder}/")
    said = said.replace("[Scrapy]\n", f"[Scrapy]\n{ITS_MIDDLEWARES}\n")
    (config / "config.cfg").write_text(said, "utf-8")
    (config / "sitelist.hjson").write_text(SITE_LIST.replace("SITE", site), "utf-8")
    _run_for([str(python), "-m", "newsplease", "-c", f"{config}/"], folder, seconds)


def trafilatura(python: Path, site: str, folder: Path, seconds: float) -> None:
    """Lets trafilatura's focused crawler loose on the site for so long, without its waits."""
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
