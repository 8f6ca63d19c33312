"""A real browser for tests: Chromium without a window, spoken to over a pipe by its DevTools protocol. Standard library only."""
import base64
import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

SECONDS = 60


def chromium():
    """Where the browser is, or None."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


class Browser:
    """One browser with one page. `network` lists the addresses that pages asked for, other than files."""

    def __init__(self, program=None):
        self.profile = tempfile.mkdtemp(prefix="plumb-browser-")
        # The browser reads commands from 3 and writes to 4. The pipes' own numbers lie above both, whatever is open already.
        (reading, self.out), (self.answers, writing) = os.pipe(), os.pipe()
        to_child, from_child = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (reading, writing))
        os.close(reading)
        os.close(writing)
        spoken = f'exec 3<&{to_child} 4>&{from_child} {to_child}<&- {from_child}>&-; exec "$0" "$@"'
        options = ["--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update", "--lang=zh-CN", "--window-size=1400,900"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # which root cannot have
        self.process = subprocess.Popen(["bash", "-c", spoken, program or chromium(), *options, "about:blank"], pass_fds=(to_child, from_child),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.unread = b""
        self.number = 0
        self.events = []
        self.network = []
        target = self._call("Target.createTarget", {"url": "about:blank"}, None)["targetId"]
        self.session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True}, None)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("Browser.close", {}, None)
        except (OSError, AssertionError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _message(self, deadline):
        while b"\0" not in self.unread:
            assert time.monotonic() < deadline, "the browser does not answer"
            piece = os.read(self.answers, 1 << 20)
            assert piece, "the browser ended"
            self.unread += piece
        text, _, self.unread = self.unread.partition(b"\0")
        message = json.loads(text)
        if "method" in message:
            self.events.append(message["method"])
            address = message["params"].get("request", {}).get("url", "") if message["method"] == "Network.requestWillBeSent" else ""
            if address and not address.startswith(("file:", "about:")):
                self.network.append(address)
        return message

    def _call(self, method, params, session):
        self.number += 1
        command = {"id": self.number, "method": method, "params": params}
        if session:
            command["sessionId"] = session
        os.write(self.out, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + SECONDS
        while True:
            message = self._message(deadline)
            if message.get("id") == self.number:
                assert "error" not in message, f"{method}: {message.get('error')}"
                return message["result"]

    def call(self, method, **params):
        """One command of the protocol to the page."""
        return self._call(method, params, self.session)

    def open(self, path):
        self.events.clear()
        self.call("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        deadline = time.monotonic() + SECONDS
        while "Page.loadEventFired" not in self.events:
            self._message(deadline)

    def run(self, script):
        """The value of an expression; promises are waited for."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def scripts(self, allowed):
        self.call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def type(self, text):
        for letter in text:
            self.call("Input.dispatchKeyEvent", type="char", text=letter)

    def key(self, name, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code, **({"text": "\r"} if name == "Enter" and kind == "keyDown" else {}))

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
