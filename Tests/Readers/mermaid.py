"""Draws flowcharts with Mermaid itself, in headless Chromium, and says what is in the drawings.

    python Tests/Readers/mermaid.py d.mmd …                     one line of JSON per file
    python Tests/Readers/mermaid.py d.mmd --png d.png [--dark]   and what it looks like

It needs the packages playwright and diagram-renderer (which has mermaid.min.js inside; its own dependencies are not
needed), and a Chromium in PATH: `make readers` installs them.
"""

import argparse
import importlib.util
import json
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

# What GitHub has: Mermaid's own limits and level of security.
DRAW = """async ([text, theme]) => {
  mermaid.initialize({startOnLoad: false, securityLevel: 'strict', theme, suppressErrorRendering: true});
  const {svg} = await mermaid.render('drawing', text);
  document.body.innerHTML = svg;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const texts = (selector) => all(selector).map((e) => (e.innerText ?? e.textContent).replaceAll('\\u00A0', ' '));
  return {error: null, title: texts('svg > title')[0] ?? null,
          description: texts('svg > desc')[0] ?? null, headline: texts('.flowchartTitleText')[0] ?? null,
          nodes: texts('g.node .label'), groups: texts('g.cluster .cluster-label'),
          edges: all('path.flowchart-link').length, labels: texts('g.edgeLabel .label').filter((t) => t.trim())};
}"""


def script():
    """The file mermaid.min.js of the package that has it."""
    package = importlib.util.find_spec("diagram_renderer")
    return pathlib.Path(package.origin).parent / "renderers/static/js/mermaid.min.js"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--png")
    arguments.add_argument("--dark", action="store_true")
    arguments.add_argument("--probe", action="store_true", help="only say whether everything is there")
    given = arguments.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not script().exists() or not chromium:
        sys.exit("mermaid.min.js or Chromium is missing")
    if given.probe:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_content("<!doctype html><body style='background:%s'>" % ("#0d1117" if given.dark else "#fff"))
        page.add_script_tag(path=str(script()))
        for file in given.files:
            text = pathlib.Path(file).read_text(encoding="utf-8")
            try:
                drawn = page.evaluate(DRAW, [text, "dark" if given.dark else "default"])
            except Exception as error:
                drawn = {"error": str(error).split("\n    at ")[0]}
            print(json.dumps({"file": file, **drawn}, ensure_ascii=False))
            if given.png:
                page.locator("svg").first.screenshot(path=given.png)
        browser.close()


main()
