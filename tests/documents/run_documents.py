#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Build the documents of docs/examples from a run, and read in the PDFs what a reader reads.

    run_documents.py BUILD_DIRECTORY

Every number of numbers.json that an example names stands in its PDF, rounded as there; an unknown name ends the build.
Needs Debian's texlive-latex-base and poppler-utils, and typst in .venv-browser (scripts/install-python).
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "docs/examples"
FLAGSHIP = ROOT / "configs/us-china-ai-index.toml"
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"

passed, failed, skipped = 0, 0, 0


def check(what, fine, details=""):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {details}", flush=True)


def skip(what, why):
    global skipped
    skipped += 1
    print(f"skipped {what}: {why}")


def text_of(pdf):
    return " ".join(subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout.split())


def latex(folder, name):
    return subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name], cwd=folder, capture_output=True, text=True)


def typst(folder, name):
    return subprocess.run([sys.executable, "-c", TYPST, name, pathlib.Path(name).stem + ".pdf"], cwd=folder, capture_output=True, text=True)


def examine(build, folder, name, numbers):
    """One example: it builds, its PDF has every number it names, and a name that is none ends the build."""
    source = (EXAMPLES / name).read_text()
    shutil.copy(EXAMPLES / name, folder)
    done = build(folder, name)
    pdf = folder / (pathlib.Path(name).stem + ".pdf")
    check(f"{name} builds", done.returncode == 0 and pdf.exists(), (done.stdout + done.stderr)[-600:])
    if not pdf.exists():
        return
    words = text_of(pdf)
    keys = set(re.findall(r"gapmc(?:\{|\(\")([^}\")]+)[}\"]", source))
    check(f"{name} names numbers", len(keys) >= 6, keys)
    for key in keys:
        if key not in numbers:
            continue  # put together in the document
        shown = numbers[key]["text"]
        check(f"{name}: {key} is {shown}", shown in words or shown.replace("-", "\u2212") in words, words[:400])
    (folder / f"wrong-{name}").write_text(source.replace("gap.p50@2035", "gap.p50@1935", 1))
    check(f"{name}: an unknown number ends the build", build(folder, f"wrong-{name}").returncode != 0)
    pdf.unlink()


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    if not shutil.which("pdftotext"):
        skip("all documents", "no pdftotext here")
        print(f"{passed} passed, {failed} failed, {skipped} skipped")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "run"
        gapmc = build / "gapmc"
        subprocess.run([gapmc, "run", FLAGSHIP, "-n", "20k", "--out", folder, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([gapmc, "figure", folder, "--out", folder / "fan-16cm.svg", "--quiet"], check=True)
        numbers = json.loads((folder / "numbers.json").read_text())["numbers"]
        check("numbers.json has numbers", len(numbers) > 500, len(numbers))
        os.environ["max_print_line"] = "10000"
        if shutil.which("pdflatex"):
            examine(latex, folder, "band.tex", numbers)
        else:
            skip("LaTeX", "no pdflatex here")
        try:
            import typst as _  # noqa: F401
        except ImportError:
            skip("Typst", "not in .venv-browser")
        else:
            examine(typst, folder, "band.typ", numbers)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
