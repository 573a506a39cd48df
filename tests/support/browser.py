"""A real browser without a window, with an empty profile, that reports what it asks for and what it complains about."""

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Nothing but the page may ask for anything, so that every request in the log is one of the page. Tests may run as root
# in a container, where the browser's own sandbox cannot start.
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
)  # fmt: skip
#: The contrast of every element that has text of its own: WCAG 2.2, relative luminance and 1.4.3.
_CONTRASTS = """
const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(x => x / 255)
  .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
  .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
function behind(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = numbers(getComputedStyle(each).backgroundColor);
    if (colour.length < 4 || colour[3] === 1) return colour;
  }
  throw new Error('nothing is behind it');
}
return [...document.body.querySelectorAll('*')]
  .filter(element => element.checkVisibility() && !element.closest('svg, script'))
  .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(element => {
    const pair = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    return [element.outerHTML.slice(0, 60), (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
  });
"""
#: By how many pixels the page is wider than the window, without its scroll bar.
_OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Browser:
    """One window."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def show(self, page: Path, *, width: int = 1000, dark: bool = False) -> None:
        """Open a file, in a window of so many pixels; what was logged before is forgotten."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        self._driver.get("about:blank")
        self._driver.get_log("performance")
        self._driver.get_log("browser")
        self._driver.get(page.as_uri())

    def run(self, script: str, *args: Any) -> Any:
        """What a script answers. It is the test's own: the page allows none."""
        return self._driver.execute_script(script, *args)

    def contrasts(self) -> list[tuple[str, float]]:
        """Of every element that has text of its own, and is shown, how it begins and its contrast."""
        return [(str(start), float(ratio)) for start, ratio in self.run(_CONTRASTS)]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.run(_OVERFLOW))

    def click(self, selector: str) -> None:
        """Click on an element with a real pointer."""
        self._driver.find_element("css selector", selector).click()

    def press(self, *keys: str, until: str) -> None:
        """Press keys one by one until a condition of the page holds; AssertionError where it never does."""
        for key in keys:
            self._keys(key)
            if self.run(f"return {until}"):
                return
        raise AssertionError(f"after {len(keys)} keys it is not so that {until}")

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        for mark in text:
            self._keys(mark)

    def _keys(self, key: str) -> None:
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys

        named = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "Space": Keys.SPACE, "Down": Keys.ARROW_DOWN}
        ActionChains(self._driver, duration=0).send_keys(named.get(key, key)).perform()

    def wait(self, until: str) -> None:
        """Wait until a condition of the page holds."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self._driver, 10, poll_frequency=0.05).until(lambda _: self.run(f"return {until}"))

    @contextmanager
    def without_script(self) -> Iterator[None]:
        """Show pages as a browser does that runs no script."""
        self._driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self._driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    def source(self) -> str:
        """The page as it stands now, as markup."""
        node = self._driver.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        return str(self._driver.execute_cdp_cmd("DOM.getOuterHTML", {"nodeId": node})["outerHTML"])

    def complaints(self) -> list[str]:
        """What stands in the console."""
        return [entry["message"] for entry in self._driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses of all that was asked for since the page was opened."""
        entries = (json.loads(entry["message"])["message"] for entry in self._driver.get_log("performance"))
        return [
            entry["params"]["request"]["url"]
            for entry in entries
            if entry["method"] == "Network.requestWillBeSent"
        ]

    def printed(self, target: Path, *, width: float, height: float) -> Path:
        """Print to a PDF, on paper of that size in inches."""
        paper = {"paperWidth": width, "paperHeight": height, "preferCSSPageSize": False}
        done = self._driver.execute_cdp_cmd("Page.printToPDF", paper)
        target.write_bytes(base64.b64decode(done["data"]))
        return target


@contextmanager
def started(profile: Path) -> Iterator[Browser]:
    """Start Chromium with an empty profile, and end it."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
