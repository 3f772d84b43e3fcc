"""How a server is started, found ready, and stopped; modhost and nginx. The others are in peers.py."""

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
worker_rlimit_nofile {files};
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log emerg;
events {{ worker_connections {connections}; }}
http {{
    access_log {log};
    server_tokens off;
    keepalive_requests 1000000000;
    keepalive_timeout 3600s;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
    server {{
        listen 127.0.0.1:{port};
        location / {{ {location} }}
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

    def __init__(self, label, prefix=(), patience=10, variables=None, check=None, log=False):
        """`prefix` is put before the command, for example taskset.

        `patience` is the seconds that it may take to start, and to stop. `variables` are added to its environment.
        `check` is called with the server when it listens, and returns the head of a first answer, or raises a failure;
        without one, that answer is the 13 bytes. With `log` the server writes a line for each request to `access_log`.
        """
        self.label = label
        self.prefix = list(prefix)
        self.patience = patience
        self.environment = {**os.environ, **(variables or {})}
        self.check = check or (lambda server: send_exactly(server.port, 1, timeout=server.patience))
        self.log = log
        self.folder = WORK / "run" / label.replace(" ", "-")
        self.access_log = self.folder / "access.log"
        self.members = []
        """The processes that the server consists of since it was warmed up; none may come or go while it is measured."""

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
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

    def command(self):
        """The command line; a server with a configuration writes it into `folder` here."""
        raise NotImplementedError

    def wait_until_ready(self):
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                ending = f"ended with {self.process.returncode} instead of starting"
                raise Failure(f"{self.label} {ending}:\n{self.last_words()}")
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    self.head = self.check(self)
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


class Modhost(Server):
    """modhost with one event loop."""

    def __init__(self, program, label, modules, options=(), **more):
        """`modules` and `options` are added to what modhost is told."""
        super().__init__(label, **more)
        self.program = program
        self.modules = [str(module) for module in modules]
        self.options = list(options)

    def command(self):
        listen = ["--listen", f"127.0.0.1:{self.port}", "--threads", "1"]
        log = ["--access-log", str(self.access_log), "--access-log-format", "combined"] if self.log else []
        return [str(self.program), "serve", *listen, *log, *self.options, *self.modules]


class Nginx(Server):
    """nginx with one worker."""

    def __init__(self, label, module, location="bench;", http="", connections=1024, **more):
        super().__init__(label, **more)
        self.values = {
            "module": module, "location": location, "http": http, "connections": connections, "files": 2 * connections,
        }

    def command(self):
        configuration = self.folder / "nginx.conf"
        log = f"{self.access_log} combined" if self.log else "off"
        values = {**self.values, "log": log, "folder": self.folder, "port": self.port, "user": own_user()}
        configuration.write_text(NGINX_CONFIGURATION.format(**values))
        return ["nginx", "-p", str(self.folder), "-c", str(configuration), "-e", str(self.folder / "error.log")]


def own_user():
    """The user that nginx's worker runs as: ours, because others may have no access to the folders of the run."""
    return f"{pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"


def server_for(program, label, modules, **more):
    """The server that the command line calls `program`: "nginx", or the path of a modhost. It says hello."""
    return Nginx(label, modules[0], **more) if program == "nginx" else Modhost(program, label, modules, **more)
