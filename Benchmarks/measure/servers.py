"""The two servers: how each is started, found ready, and stopped."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress

from measure import processes
from measure.client import send_exactly
from measure.failure import Failure
from measure.paths import WORK

NGINX_CONFIGURATION = """\
load_module {module};
daemon off;
master_process on;
worker_processes 1;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log emerg;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    server_tokens off;
    keepalive_requests 1000000000;
    keepalive_timeout 3600s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ bench; }}
    }}
}}
"""


def free_port():
    """A port that the kernel gave out and took back a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server, from `start` to `stop`. Use it in a `with` statement, so that nothing is left running."""

    def __init__(self, program, label, module, prefix=(), patience=10, variables=None, options=()):
        """`program` is "nginx" or the path of a modhost. `prefix` is put before the command, for example taskset.

        `options` are added to what modhost is told. `patience` is the seconds that it may take to start, and to stop. `variables` are added to its environment.
        """
        self.program = program
        self.label = label
        self.module = module
        self.prefix = list(prefix)
        self.patience = patience
        self.options = list(options)
        self.environment = {**os.environ, **(variables or {})}
        self.folder = WORK / "run" / label.replace(" ", "-")
        self.members = []
        """The processes that the server consists of since it was warmed up; none may come or go while it is measured."""

    def __enter__(self):
        self.port = free_port()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        # setpriv: should this script be killed, the server gets a SIGTERM from the kernel.
        command = ["setpriv", "--pdeathsig", "TERM", *self.prefix, *self.command()]
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env=self.environment,
                start_new_session=True,
            )
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def command(self):
        if self.program == "nginx":
            configuration = self.folder / "nginx.conf"
            values = {"module": self.module, "folder": self.folder, "port": self.port, "user": self.user()}
            configuration.write_text(NGINX_CONFIGURATION.format(**values))
            return ["nginx", "-p", str(self.folder), "-c", str(configuration), "-e", str(self.folder / "error.log")]
        listen = ["--listen", f"127.0.0.1:{self.port}", "--threads", "1"]
        return [str(self.program), "serve", *listen, *self.options, str(self.module)]

    def user(self):
        """The user that nginx's worker runs as: ours, because others may have no access to the folders of the run."""
        return f"{pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"

    def wait_until_ready(self):
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                ending = f"ended with {self.process.returncode} instead of starting"
                raise Failure(f"{self.label} {ending}:\n{self.last_words()}")
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    self.head = send_exactly(self.port, 1, timeout=self.patience)
                    return
            time.sleep(0.02)
        raise Failure(f"{self.label} was not ready after {self.patience} seconds:\n{self.last_words()}")

    def processes(self):
        return processes.tree(self.process.pid)

    def last_words(self):
        logs = [self.folder / name for name in ("log", "error.log")]
        text = "".join(log.read_text(errors="replace") for log in logs if log.exists())
        return "\n".join(text.strip().splitlines()[-15:])

    def stop(self):
        """Asks the server to end, and after `patience` seconds ends its processes; both leave none behind."""
        members = self.processes()
        self.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None and not any(map(processes.is_running, members)):
                return
            time.sleep(0.01)
        for member in reversed(members):
            with suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)
        self.process.wait()
        raise Failure(f"{self.label} did not stop within {self.patience} seconds of a SIGTERM.")
