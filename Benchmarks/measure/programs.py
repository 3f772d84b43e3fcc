"""The programs that a run needs from the system."""

import os
import shutil
import subprocess

from measure.failure import Failure

PACKAGES = {
    "nginx": "nginx", "wrk": "wrk", "valgrind": "valgrind", "gcc": "gcc", "make": "make", "strip": "binutils",
    "taskset": "util-linux", "setpriv": "util-linux", "apache2": "apache2", "apxs": "apache2-dev",
    "lighttpd": "lighttpd", "h2o": "h2o",
}


def require(names, install):
    """Makes sure that the programs `names` can be found, with apt-get if `install` is true and they are missing."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    packages = missing_packages(names)
    if packages and install:
        install_packages(packages)
        packages = missing_packages(names)
    if packages:
        raise Failure(
            f"Something that this needs is missing; install it with `apt-get install {' '.join(packages)}`, "
            "or run this as root with --install."
        )


def install_servers(programs):
    """Installs what of `programs` is missing, as far as that succeeds."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    packages = missing_packages(programs)
    if packages:
        install_packages(packages)


def install_packages(packages):
    subprocess.run(["apt-get", "update", "-q"], stdin=subprocess.DEVNULL, timeout=300)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, stdin=subprocess.DEVNULL, timeout=900, env=environment)


def missing_packages(names):
    packages = {PACKAGES[name] for name in names if shutil.which(name) is None}
    if "nginx" in names and not nginx_sources_found():
        packages.add("nginx-dev")
    return sorted(packages)


def nginx_sources_found():
    return os.path.exists(os.path.join(nginx_sources(), "configure"))


def nginx_sources():
    """The sources of the installed nginx, as Debian's nginx-dev has them, or NGINX_SOURCES."""
    return os.environ.get("NGINX_SOURCES", "/usr/share/nginx/src")


def output_of(command, timeout, failure):
    """Runs `command`, returns what it printed, and raises `failure` with the end of that if it did not succeed."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"{failure}: {command[0]} did not finish within {timeout} seconds.") from None
    except OSError as error:
        raise Failure(f"{failure}: {command[0]} could not be started ({error.strerror}).") from None
    if done.returncode != 0:
        last_lines = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Failure(f"{failure}: {command[0]} ended with {done.returncode}. It said last:\n{last_lines}")
    return done.stdout
