"""Emails of the same size, a letter with its PDF and its list: our draft against mailmerge and bare `EmailMessage`.

`python -m benchmarks.mail WAY SECONDS` takes one sample. Reading a PDF from disk belongs to mailmerge's way of working;
ours gets the bytes, as in the program.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.material import DATED
from benchmarks.measure import Spread, disturbed, interleaved, ratio, run, short
from benchmarks.tables import Part, Table

OURS = "takedown"
TITLES = {
    OURS: "takedown: made, read again and compared",
    "mailmerge": "mailmerge: rendered and flattened",
    "bare": "EmailMessage, nothing checked",
}
PDF_BYTES = 50_000
CSV_BYTES = 12_000
_PARAGRAPH = "Please remove the releases in the schedule below from these stores, worldwide, and there only. "
_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one message says."""

    number: int
    text: str
    pdf: bytes
    table: bytes

    @property
    def subject(self) -> str:
        return f"Remove from Amazon only – Example Quartet {self.number} – Ref AAAAAA{self.number:04d}"


def measured(*, rounds: int, seconds: float, chance: random.Random) -> Part:
    """Messages a second, for each way."""
    jobs = {way: partial(run, ["-m", "benchmarks.mail", way, str(seconds)]) for way in TITLES}
    samples = interleaved(jobs, rounds=rounds, chance=chance)
    rows = tuple(
        (
            TITLES[way],
            short(Spread.of([1 / sample.told["cpu"] for sample in of]).median),
            short(of[0].told["bytes"] / 1000),
            "1" if way == OURS else str(ratio(of, samples[OURS], lambda sample: sample.told["cpu"])),
        )
        for way, of in samples.items()
    )
    columns = ("Way", "messages a CPU second", "kB", "CPU × ours (least-most)")
    warning = disturbed(samples)
    table = Table(title="Emails with a PDF of 50 kB and a list of 12 kB", columns=columns, rows=rows)
    return Part(tables=(table,), notes=(warning,) if warning else ())


def letter(number: int) -> Letter:
    """Another message each time; the bytes of the attachments are those of chance, as a packed PDF's are."""
    chance = random.Random(number)
    lines = "".join(
        f"{chance.randrange(10**9)},ZZEXA26{at:05d},Harbour Lights\n" for at in range(CSV_BYTES // 36)
    )
    return Letter(
        number=number, text=f"{_PARAGRAPH * 30}\n", pdf=chance.randbytes(PDF_BYTES), table=lines.encode()
    )


def _ours(_: Path) -> Callable[[Letter], bytes]:
    from takedown.rendering.message import Draft, draft_message

    def make(one: Letter) -> bytes:
        return draft_message(
            Draft(
                id=f"AAAAAA{one.number:04d}",
                dated=DATED,
                from_name="Robin Specimen",
                from_email="robin@example.net",
                to_name="Northlight",
                to_email="desk@example.com",
                subject=one.subject,
                text=one.text,
                attachments={"notice.pdf": one.pdf, "items.csv": one.table},
            )
        )

    return make


def _mailmerge(folder: Path) -> Callable[[Letter], bytes]:
    from mailmerge.template_message import TemplateMessage

    template = folder / "letter.txt"
    template.write_text(
        "TO: desk@example.com\nSUBJECT: {{subject}}\nFROM: Robin Specimen <robin@example.net>\n"
        "ATTACHMENT: notice-{{number}}.pdf\nATTACHMENT: items-{{number}}.csv\n\n{{text}}",
        encoding="utf-8",
    )
    merge = TemplateMessage(template)

    def make(one: Letter) -> bytes:
        (folder / f"notice-{one.number}.pdf").write_bytes(one.pdf)
        (folder / f"items-{one.number}.csv").write_bytes(one.table)
        context = {"subject": one.subject, "text": one.text, "number": one.number}
        _, _, message = merge.render(context)
        made: bytes = message.as_bytes()
        return made

    return make


def _bare(_: Path) -> Callable[[Letter], bytes]:
    from email.message import EmailMessage

    def make(one: Letter) -> bytes:
        message = EmailMessage()
        message["From"], message["To"] = "Robin Specimen <robin@example.net>", "desk@example.com"
        message["Subject"] = one.subject
        message.set_content(one.text)
        message.add_attachment(one.pdf, maintype="application", subtype="pdf", filename="notice.pdf")
        message.add_attachment(one.table, maintype="text", subtype="csv", filename="items.csv")
        return message.as_bytes()

    return make


def main() -> None:
    """One sample: CPU seconds for a message once all is warm."""
    way, seconds = sys.argv[1], float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        make = {OURS: _ours, "mailmerge": _mailmerge, "bare": _bare}[way](Path(folder))
        make(letter(0))
        spent, made = 0.0, 0
        while spent < seconds and made < _MOST:
            made += 1
            one = letter(made)
            start = time.process_time()
            raw = make(one)
            spent += time.process_time() - start
    print(json.dumps({"cpu": spent / made, "bytes": len(raw)}))


if __name__ == "__main__":
    main()
