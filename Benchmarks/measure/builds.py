"""Builds the two modules under comparison, each in its own server's way."""

import shlex
import shutil
import subprocess

from measure.failure import Failure
from measure.paths import BENCHMARKS, WORK
from measure.programs import nginx_sources, output_of


def nginx_module():
    """Builds the dynamic module for the nginx that is installed and returns its path.

    The module is compiled with the options of that nginx, because nginx refuses a module whose signature differs.
    """
    version = subprocess.run(["nginx", "-V"], stderr=subprocess.PIPE, text=True).stderr
    built = WORK / "nginx" / "objs" / "ngx_http_bench_module.so"
    stamp = WORK / "nginx.stamp"
    source = BENCHMARKS / "nginx-module" / "ngx_http_bench_module.c"
    inputs = version + source.read_text() + (source.parent / "config").read_text()
    if built.exists() and stamp.exists() and stamp.read_text() == inputs:
        return built

    shutil.rmtree(WORK / "nginx", ignore_errors=True)
    shutil.copytree(nginx_sources(), WORK / "nginx")
    options = [option for option in configure_options(version) if not option.endswith("=dynamic")]
    script = 'cd "$1" && shift && ./configure "$@" && exec make -f objs/Makefile modules'
    command = ["sh", "-c", script, "sh", str(WORK / "nginx"), *options, f"--add-dynamic-module={source.parent}"]
    output_of(command, 300, "The nginx module could not be built")
    stamp.write_text(inputs)
    return built


def worker_prefix():
    """Builds the library that lets modhost's worker run under another program, and returns its path."""
    built = WORK / "worker_prefix.so"
    source = BENCHMARKS / "measure" / "worker_prefix.c"
    command = ["gcc", "-O2", "-Wall", "-shared", "-fPIC", str(source), "-o", str(built)]
    output_of(command, 60, "The library that starts a worker under valgrind could not be built")
    return built


def module_for(program):
    """The module for one of the servers under comparison, named as on the command line."""
    return nginx_module() if program == "nginx" else modhost_module(program)


def configure_options(version):
    """The options that `nginx -V` says it was configured with."""
    for line in version.splitlines():
        if line.startswith("configure arguments:"):
            return shlex.split(line.partition(":")[2])
    raise Failure("`nginx -V` does not say how nginx was configured, so no module can be built for it.")


def modhost_module(program, name="bench", source=None, macros=()):
    """Builds a module of modhost-module by `modhost build` and returns its path. `source` is `name`.c if not given."""
    if not program.exists():
        raise Failure(f"{program} does not exist; build it with `make build`.")
    WORK.mkdir(exist_ok=True)
    built = WORK / f"{name}.so"
    source = BENCHMARKS / "modhost-module" / (source or f"{name}.c")
    defined = [part for macro in macros for part in ("-D", macro)]
    command = [str(program), "build", str(source), *defined, "-o", str(built)]
    output_of(command, 120, f"The modhost module {built.name} could not be built")
    return built


def apache_module():
    """Builds the module for the Apache that is installed, with its flags, and returns its path."""
    built = WORK / "mod_bench.so"
    source = BENCHMARKS / "apache-module" / "mod_bench.c"
    flags = [
        *shlex.split(output_of(["apxs", "-q", "CFLAGS"], 30, "apxs does not say how Apache was built")),
        "-I" + output_of(["apxs", "-q", "INCLUDEDIR"], 30, "apxs does not say where headers are").strip(),
        *shlex.split(output_of(["apr-1-config", "--includes", "--cppflags"], 30, "apr-1-config does not answer")),
    ]
    command = ["gcc", "-O2", "-Wall", "-shared", "-fPIC", *flags, str(source), "-o", str(built)]
    output_of(command, 60, "The Apache module could not be built")
    return built


def epoll_loop():
    """Builds the bare loop and returns its path."""
    built = WORK / "epoll-loop"
    command = ["gcc", "-O2", "-Wall", str(BENCHMARKS / "epoll-loop" / "epoll_loop.c"), "-o", str(built)]
    output_of(command, 60, "The epoll loop could not be built")
    return built
