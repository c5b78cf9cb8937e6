"""Reads a PDF in a process of its own, so that a hostile one can neither stall nor crash a night."""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from datetime import date

from processing.text.pdf import PdfError, PdfText, read_pdf

SECONDS = 60  # a PDF of 300 pages takes about one
MEMORY_BYTES = 2_000_000_000
BROKEN = 3  # exit status: the PDF cannot be read, standard error says why


def read_pdf_apart(data: bytes) -> PdfText:
    """As `read_pdf`; one that takes longer than `SECONDS`, or crashes the reader, is a `PdfError` too."""
    try:
        reader = subprocess.run(
            [sys.executable, "-m", "processing.text.pdf_apart"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"the PDF cannot be read within {SECONDS} seconds") from error
    if reader.returncode == BROKEN:
        raise PdfError(reader.stderr.decode("utf-8", "replace").strip())
    if reader.returncode:
        raise PdfError("the PDF crashes its reader")
    said = json.loads(reader.stdout)
    made = date.fromisoformat(said["made"]) if said["made"] else None
    return PdfText(**{**said, "made": made, "pages_without_text": tuple(said["pages_without_text"])})


def main() -> None:
    """The reading process: a PDF on standard input, its text as JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        read = read_pdf(sys.stdin.buffer.read())
    except (PdfError, MemoryError) as error:
        sys.stderr.write(str(error) or "the PDF needs more memory than it may have")
        sys.exit(BROKEN)
    made = read.made.isoformat() if read.made else None
    sys.stdout.write(json.dumps({**asdict(read), "made": made}))


if __name__ == "__main__":
    main()
