"""Sum the runs of the tests: python tools/tally.py CHECKS_FAILED REPORT.xml…"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def tally(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped of one run; a run that left no report failed."""
    if not report.is_file():
        print(f"{report.stem}: the run broke off and left no report.")
        return 0, 1, 0
    passed = failed = skipped = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        told = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors")}
        aside = int(suite.get("skipped", "0"))
        bad = told["failures"] + told["errors"]
        passed, failed = passed + told["tests"] - bad - aside, failed + bad
        skipped += aside
    print(f"{report.stem}: {passed} passed, {failed} failed, {skipped} skipped")
    return passed, failed, skipped


def main(checks_failed: bool, reports: list[Path]) -> int:
    """Print the sum as the last line; 1 when anything failed or nothing ran."""
    runs = [tally(report) for report in reports]
    passed, failed, skipped = (sum(run[kind] for run in runs) for kind in range(3))
    if checks_failed:
        print("The checks found faults; they count as one failure.")
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] == "1", [Path(word) for word in sys.argv[2:]]))
