"""The servers of the table: what each is told so that it behaves as a scenario asks."""

import os
import pwd
import re
import shutil
from functools import lru_cache

from measure import builds
from measure.paths import MODHOST, WORK
from measure.programs import nginx_sources_found, output_of
from measure.servers import Modhost, Nginx, Server

FILES = WORK / "files"
"""What all servers send files from: hello, file-10k, file-10m."""

MANY = 12_000
"""Connections that a server must take, where it wants to be told."""

HEADERS = {
    "Cache-Control": "max-age=3600", "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY", "X-Request-Id": "0123456789abcdef",
}

NGINX_LOCATION = {
    "headers": "bench_headers;",
    "echo": "bench_echo; client_max_body_size 0; client_body_buffer_size 2m;",
    "files": f"root {FILES}; default_type text/plain; sendfile on;",
}
NGINX_HTTP = {"readers": "bench_readers 10;", "stages": "bench_phases;"}

APACHE_CONFIGURATION = """\
ServerName bench
ServerTokens Prod
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule bench_module {module}
{user}
StartServers 1
ServerLimit 1
ThreadLimit 128
ThreadsPerChild 128
MaxRequestWorkers 128
MinSpareThreads 1
MaxSpareThreads 128
AsyncRequestWorkerFactor 1000
MaxConnectionsPerChild 0
KeepAlive On
KeepAliveTimeout 3600
MaxKeepAliveRequests 0
EnableSendfile On
DocumentRoot {files}
{log}
<Directory {files}>
    AllowOverride None
    Require all granted
    ForceType text/plain
</Directory>
<Location />
    {handler}
</Location>
<Location /slow>
    {slow}
</Location>
"""

APACHE_COMBINED = r'"%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\""'

LIGHTTPD_CONFIGURATION = """\
server.modules = ("mod_setenv", "mod_accesslog")
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{files}"
server.pid-file = "{folder}/lighttpd.pid"
server.errorlog = "{folder}/error.log"
server.max-connections = {many}
server.max-fds = {descriptors}
server.max-keep-alive-requests = 65535
server.max-keep-alive-idle = 3600
mimetype.assign = ("" => "text/plain")
{more}
"""

H2O_CONFIGURATION = """\
{user}
num-threads: 1
max-connections: {many}
http1-request-timeout: 3600
pid-file: {folder}/h2o.pid
error-log: {folder}/error.log
listen:
  host: 127.0.0.1
  port: {port}
hosts:
  default:
    paths:
      /:
        file.dir: {files}
        file.mime.setdefaulttype: text/plain
{more}
"""


def server(name, scenario, program=MODHOST, **more):
    """The server called `name`, set up for `scenario`. `program` is which modhost, if it is that."""
    more["log"] = scenario.log
    if name == "modhost":
        names = [f"{source.name}={modhost_module(source)}" for source in scenario.sources]
        options = [*scenario.options, *(part for module in names for part in ("--module", module))]
        return Modhost(program, name, [], [*options, "--root", str(FILES)], **more)
    if name == "nginx":
        location, http = NGINX_LOCATION.get(scenario.behaviour, "bench;"), NGINX_HTTP.get(scenario.behaviour, "")
        connections = MANY if scenario.idle else 1024
        return Nginx(name, builds.nginx_module(), location, http, connections, **more)
    return {"apache": Apache, "lighttpd": Lighttpd, "h2o": H2O, "epoll": EpollLoop}[name](name, scenario, **more)


@lru_cache(None)
def modhost_module(source):
    return builds.modhost_module(MODHOST, source.name, source.file, source.macros)


@lru_cache(None)
def apache_module():
    return builds.apache_module()


@lru_cache(None)
def epoll_loop():
    return builds.epoll_loop()


PROGRAMS = {"nginx": ("nginx",), "apache": ("apache2", "apxs"), "lighttpd": ("lighttpd",), "h2o": ("h2o",)}
"""What each needs from the system."""


def missing(name):
    """What is not there that the server called `name` needs, or None."""
    for program in PROGRAMS.get(name, ()):
        if shutil.which(program) is None:
            return program
    if name == "nginx" and not nginx_sources_found():
        return "nginx-dev"
    return None


def most_connections(name, files):
    """How many connections the server can take when `files` descriptors are allowed."""
    return files // 2 if name == "lighttpd" else files


def versions(names):
    """The version of each of the servers, as it says itself."""
    commands = {
        "nginx": ["nginx", "-v"], "apache": ["apache2", "-v"], "lighttpd": ["lighttpd", "-v"], "h2o": ["h2o", "--version"],
    }
    said = {name: output_of(command, 10, f"{name} has no version") for name, command in commands.items() if name in names}
    return {name: re.search(r"\d+(\.\d+)+|$", text).group() for name, text in said.items()}


def write_files(scenarios):
    """Writes the files that are sent, where everybody can read them."""
    FILES.mkdir(parents=True, exist_ok=True)
    FILES.chmod(0o755)
    for scenario in scenarios:
        path = FILES / scenario.target.lstrip("/")
        path.write_bytes(scenario.answer)
        path.chmod(0o644)


class Apache(Server):
    """Apache with its event MPM, and a module of ours.

    It has one process, of more threads than there are connections that ask: it closes idle ones when all are busy.
    """

    def __init__(self, name, scenario, **more):
        super().__init__(name, **more)
        self.module = apache_module()
        self.scenario = scenario

    def command(self):
        behaviour = self.scenario.behaviour
        handler = behaviour if behaviour in ("headers", "echo") else "hello"
        values = {
            "port": self.port, "folder": self.folder, "files": FILES, "module": self.module, "user": self.user(),
            "modules": output_of(["apxs", "-q", "LIBEXECDIR"], 10, "apxs does not say where modules are").strip(),
            "handler": "" if behaviour == "files" else f"SetHandler bench-{handler}",
            "slow": "SetHandler bench-slow" if behaviour == "slow" else "",
            "log": f"CustomLog {self.access_log} {APACHE_COMBINED}" if self.log else "",
        }
        configuration = self.folder / "apache.conf"
        configuration.write_text(APACHE_CONFIGURATION.format(**values))
        defined = {"readers": ["-D", "READERS"], "stages": ["-D", "HOOKS"]}.get(behaviour, [])
        return ["apache2", "-D", "FOREGROUND", *defined, "-d", str(self.folder), "-f", str(configuration)]

    def user(self):
        """Apache refuses to answer as root, so it takes another user then."""
        if os.getuid() != 0:
            return ""
        names = [entry.pw_name for entry in pwd.getpwall()]
        name = "www-data" if "www-data" in names else "nobody"
        return f"User {name}\nGroup #{pwd.getpwnam(name).pw_gid}"


class Lighttpd(Server):
    """lighttpd, which sends files."""

    def __init__(self, name, scenario, **more):
        super().__init__(name, **more)
        self.scenario = scenario

    def command(self):
        more = ""
        if self.scenario.behaviour == "headers":
            fields = ", ".join(f'"{name}" => "{value}"' for name, value in HEADERS.items())
            more = f"setenv.add-response-header = ({fields})"
        if self.log:
            more = f'accesslog.filename = "{self.access_log}"'
        values = {"port": self.port, "folder": self.folder, "files": FILES, "many": MANY, "descriptors": 2 * MANY}
        configuration = self.folder / "lighttpd.conf"
        configuration.write_text(LIGHTTPD_CONFIGURATION.format(more=more, **values))
        return ["lighttpd", "-D", "-f", str(configuration)]


class H2O(Server):
    """h2o with one thread, which sends files."""

    def __init__(self, name, scenario, **more):
        super().__init__(name, **more)
        self.scenario = scenario

    def command(self):
        more = ""
        if self.scenario.behaviour == "headers":
            more = "\n".join(f'header.add: "{name}: {value}"' for name, value in HEADERS.items())
        if self.log:
            more = f"access-log: {self.access_log}"
        user = f"user: {pwd.getpwuid(0).pw_name}" if os.getuid() == 0 else ""  # h2o would not stay root untold
        values = {"port": self.port, "folder": self.folder, "files": FILES, "many": MANY, "user": user}
        configuration = self.folder / "h2o.conf"
        configuration.write_text(H2O_CONFIGURATION.format(more=more, **values))
        return ["h2o", "-m", "worker", "-c", str(configuration)]


class EpollLoop(Server):
    """The bare loop in C."""

    def __init__(self, name, scenario, **more):
        super().__init__(name, **more)
        self.program = epoll_loop()

    def command(self):
        return [str(self.program), str(self.port)]
