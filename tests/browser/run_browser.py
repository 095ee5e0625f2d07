#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Open pages of runs in Chromium and measure what a reader sees.

    run_browser.py BUILD_DIRECTORY [--keep FOLDER]

Of every page, at 1280, 768 and 390 pixels, light and dark: nothing on the console, no sideways scrolling, no text of a
chart that lies on another or leaves its chart, one form of each chart, no serious finding of axe-core; printed, it has
pages. --keep leaves pictures of all of it, to be looked at.
Needs Debian's chromium and chromium-driver, and .venv-browser (scripts/install-python --into .venv-browser browser).
"""

import argparse
import base64
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WIDTHS = (1280, 768, 390)
FLAGSHIP = "configs/us-china-ai-index.toml"
HOSTILE = '<img src=x onerror=\\"document.title=1\\"><script>document.title=2</script>'

# Rectangles of the texts of every chart that is shown, and what is wrong with them.
TEXTS = """
const faults = [];
for (const svg of document.querySelectorAll('svg')) {
  const page = svg.getBoundingClientRect();
  if (page.width === 0) continue;
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
  boxes.forEach(([a, text], i) => {
    if (a.left < page.left - 1 || a.right > page.right + 1 || a.top < page.top - 1 || a.bottom > page.bottom + 1)
      faults.push(text + ' leaves its chart');
    for (const [b, other] of boxes.slice(0, i)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 0.5 && high > 0.3 * Math.min(a.height, b.height)) faults.push(text + ' on ' + other);
    }
  });
}
return faults;
"""

passed, failed = 0, 0


def check(what, fine, details=""):
    global passed, failed
    if fine:
        passed += 1
        return
    failed += 1
    print(f"FAILED {what}: {details}", flush=True)


def pages_of(program, folder):
    """Pages of a run, of a comparison and of a study whose texts are hostile."""
    runs = {
        "flagship": ["run", FLAGSHIP, "-n", "50k"],
        "comparison": ["compare", FLAGSHIP, "--scenario", "controls_lifted", "--scenario", "counter", "-n", "20k"],
        "three": ["run", "configs/three-actors.toml", "-n", "20k"],
        "hostile": ["run", "configs/three-actors.toml", "-n", "2k"]
        + [f'{key}="{HOSTILE}"' for key in ("study.title", "study.description", "actors.us.name", "index.phi.note", "index.phi.source", "contrasts.gap.unit")],
    }
    for name, words in runs.items():
        subprocess.run([program, *words, "--out", folder / name, "--quiet"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        yield name, folder / name / "report.html"


def browser():
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


def look_at(driver, name, width, dark, axe, keep):
    where = f"{name}, {width} px, {'dark' if dark else 'light'}"
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
    check(f"{where}: no sideways scrolling", driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))
    faults = driver.execute_script(TEXTS)
    check(f"{where}: texts of charts", not faults, "; ".join(faults[:5]))
    shown, all_of_them = driver.execute_script("const c = [...document.querySelectorAll('.chart')]; return [c.filter(e => e.offsetWidth > 0).length, c.length]")
    check(f"{where}: one form of each chart", 2 * shown == all_of_them and shown >= 4, f"{shown} of {all_of_them}")
    paper = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    check(f"{where}: its colours", (paper == "rgb(20, 24, 28)") == dark, paper)
    driver.execute_script(axe)
    found = driver.execute_async_script("const done = arguments[0]; axe.run().then(r => done([r.passes.length, r.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 120)])]))")
    rules, found = found
    check(f"{where}: axe-core looked", rules > 15, rules)
    serious = [finding for finding in found if finding[0] in ("serious", "critical")]
    check(f"{where}: axe-core", not serious, serious[:3])
    if keep:
        size = driver.execute_script("return document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(size, 9000), "scale": 1}
        picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
        (keep / f"{name}-{width}-{'dark' if dark else 'light'}.png").write_bytes(base64.b64decode(picture["data"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        print("chromium or chromedriver is not here\n0 passed, 0 failed, 1 skipped")
        return 0
    try:
        import axe_core_python
        import selenium  # noqa: F401
    except ImportError:
        print(".venv-browser is not here\n0 passed, 0 failed, 1 skipped")
        return 0
    axe = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    driver = browser()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, path in pages_of(arguments.build.resolve() / "gapmc", pathlib.Path(folder)):
                driver.get(path.as_uri())
                for width in WIDTHS:
                    for dark in (False, True):
                        look_at(driver, name, width, dark, axe, arguments.keep)
                check(f"{name}: no element that the program did not make", driver.execute_script("return document.querySelectorAll('img, iframe, object, embed, link, form').length") == 0)
                check(f"{name}: no script of the page", driver.execute_script("return document.documentElement.outerHTML.split('<script').length - 1") == 0)
                check(f"{name}: its title is its own", driver.title not in ("", "1", "2"), driver.title)
                printed = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
                check(f"{name}: printed", printed.startswith(b"%PDF") and printed.count(b"/Type /Page\n") > 2, printed[:20])
                if arguments.keep:
                    (arguments.keep / f"{name}.pdf").write_bytes(printed)
                # What axe-core reports of itself is not the page's.
                said = [entry for entry in driver.get_log("browser") if "axe" not in entry["message"]]
                check(f"{name}: nothing on the console", not said, said[:3])
            # The checks can fail.
            driver.execute_script("const s = [...document.querySelectorAll('svg')].find(e => e.getBoundingClientRect().width > 0); const t = s.querySelector('text'); s.append(t.cloneNode(true)); document.body.style.width = '5000px'")
            check("two texts on one another are found", bool(driver.execute_script(TEXTS)))
            check("sideways scrolling is found", not driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))
    finally:
        driver.quit()
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
