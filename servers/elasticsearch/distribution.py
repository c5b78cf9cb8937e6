"""The Elasticsearch that is started here: the distribution that Elastic publishes for tests, completed by a small plugin."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from servers.fetching import NotAvailableError, cache_folder, only_one, run

VERSION = "8.19.21"  # the newest of 8.19 when this was written
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
FETCH_SECONDS = 900  # 107 MB: 20 s on a fast line
JAVA_RELEASE = 17  # the oldest that runs 8.19; 25 runs it too
PLUGIN = "language-analysis"
PLUGIN_SOURCE = Path(__file__).with_name("LanguageAnalysis.java")
INSTALL = "apt-get install openjdk-17-jdk-headless maven"


@dataclass(frozen=True)
class Distribution:
    """An unpacked server with its plugin, and the Java that runs it."""

    home: Path
    java_home: Path


def distribution() -> Distribution:
    """The server, fetched and completed the first time (about a minute). Raises `NotAvailableError`."""
    java_home = find_java()
    cache = cache_folder()
    home = cache / f"elasticsearch-{VERSION}"
    with only_one(cache, "elasticsearch"):
        if not home.exists():
            unpack(fetch(cache), home)
        complete(home, java_home)
    return Distribution(home, java_home)


def find_java() -> Path:
    """The folder of a Java with a compiler."""
    own = [f"{os.environ['JAVA_HOME']}/bin"] if os.environ.get("JAVA_HOME") else []
    compiler = shutil.which("javac", path=os.pathsep.join([*own, os.environ["PATH"]]))
    if compiler is None:
        raise NotAvailableError(f"Elasticsearch needs a Java {JAVA_RELEASE} or newer with its compiler: {INSTALL}")
    return Path(compiler).resolve().parents[1]


def fetch(cache: Path) -> Path:
    """The published archive, by its name, through Maven and whatever repositories it is set up with."""
    maven = shutil.which("mvn")
    if maven is None:
        raise NotAvailableError(f"Elasticsearch {VERSION} is fetched with Maven, which is not installed: {INSTALL}")
    command = [maven, "-q", "-B", COPY_GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={cache}"]
    run(command, f"Elasticsearch {VERSION} could not be fetched with Maven", FETCH_SECONDS)
    return cache / f"elasticsearch-{VERSION}.zip"


def unpack(archive: Path, home: Path) -> None:
    """Unpacks beside and renames, so that `home` is there as a whole or not at all; the archive is no longer needed then."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        part = Path(folder)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(part)
        unpacked = part / home.name
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        readable_by_all(unpacked)
        unpacked.rename(home)
    archive.unlink()


def complete(home: Path, java_home: Path) -> None:
    """Compiles the plugin, unless the one that is there was made from the same source."""
    source = hashlib.sha256(PLUGIN_SOURCE.read_bytes()).hexdigest()
    plugin = home / "plugins" / PLUGIN
    made_from = plugin / "made-from"
    if made_from.exists() and made_from.read_text() == source:
        return
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        classes, part = Path(folder) / "classes", Path(folder) / PLUGIN
        part.mkdir()
        trouble = "The Elasticsearch plugin could not be compiled"
        javac = [java_home / "bin/javac", "--release", str(JAVA_RELEASE), "-cp", f"{home}/lib/*", "-d", classes]
        run([*map(str, javac), str(PLUGIN_SOURCE)], trouble, 120)
        jar = [java_home / "bin/jar", "cf", part / f"{PLUGIN}.jar", "-C", classes, "."]
        run(list(map(str, jar)), trouble, 60)
        described = {
            "name": PLUGIN,
            "description": "What the test distribution lacks of a full one",
            "version": "1",
            "classname": PLUGIN_SOURCE.stem,
            "java.version": str(JAVA_RELEASE),
            "elasticsearch.version": VERSION,
        }
        lines = "".join(f"{name}={value}\n" for name, value in described.items())
        (part / "plugin-descriptor.properties").write_text(lines)
        (part / made_from.name).write_text(source)
        readable_by_all(part)
        shutil.rmtree(plugin, ignore_errors=True)
        part.rename(plugin)


def readable_by_all(folder: Path) -> None:
    """The server runs as another user than root, who unpacked it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
