#!/bin/sh
# Installs a built modhost: program, Swift runtime, headers, kit, sources of the kit as a package, files for pkg-config and
# CMake, manual page, unit and documents. `make install` calls it; the environment says what goes where:
#
#   PREFIX      where it will be used, /usr/local if not given
#   DESTDIR     a folder that stands for /, for packages
#   SYSCONFDIR  where the unit looks for the configuration, /etc if not given
#   PROGRAM     the program, with the kit beside it as SwiftPM builds both; .build/release/modhost if not given
#
# What it has written stands in PREFIX/lib/modhost/manifest, which uninstall.sh follows.
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$(dirname "$here")")
PREFIX=${PREFIX:-/usr/local}
SYSCONFDIR=${SYSCONFDIR:-/etc}
PROGRAM=${PROGRAM:-$root/.build/release/modhost}

fail() {
    echo "install: $*" >&2
    exit 1
}

case $PREFIX in
/*) ;;
*) fail "PREFIX is '$PREFIX', which does not begin at /; give the whole path." ;;
esac
# What these mean to the unit, the manual page and pkg-config is not what they mean in a path.
case $PREFIX$SYSCONFDIR in
*[\&\|\\%\"\$\`\']*) fail "PREFIX and SYSCONFDIR may not have & | \\ % \" ' \$ or \` in them: $PREFIX, $SYSCONFDIR; choose other folders." ;;
esac
prefix=${DESTDIR:-}${PREFIX%/}
[ -x "$PROGRAM" ] || fail "there is no program $PROGRAM; build it with 'make build'."
built=$(dirname "$PROGRAM")
for file in libModuleKit.a Modules/ModuleKit.swiftmodule Modules/ModuleKit.swiftdoc; do
    [ -f "$built/$file" ] || fail "the kit is not beside the program: $built/$file is missing; build it with 'make build'."
done
version=$("$PROGRAM" --version | sed 's/^modhost //')

# Where the program finds the Swift runtime now.
core=$(ldd "$PROGRAM" | sed -n 's|.*libswiftCore\.so => \(/.*\) (.*|\1|p')
[ -n "$core" ] || fail "$PROGRAM does not find libswiftCore.so; build it again with 'make build'."
runtime=$(dirname "$core")

##-- What is written

scratch=$(mktemp -d)
written=$scratch/manifest
manifest=$prefix/lib/modhost/manifest

# An installation that breaks off leaves a manifest too, by which it can be removed.
finish() {
    status=$?
    if [ "$status" != 0 ] && [ -s "$written" ] && [ -d "$prefix/lib/modhost" ]; then
        echo "f lib/modhost/manifest" >> "$written"
        [ ! -f "$manifest" ] || cat "$manifest" >> "$written"
        LC_ALL=C sort -u "$written" > "$manifest"
    fi
    rm -rf "$scratch"
}
trap finish EXIT
: > "$written"
[ ! -f "$manifest" ] || grep '^d ' "$manifest" > "$scratch/folders" || :

# folder PATH: makes a folder below the prefix, and notes each that was not there.
folder() {
    [ ! -d "$prefix/$1" ] || return 0
    case $1 in
    .) mkdir -p "$prefix" || fail "cannot make $prefix; give another PREFIX, or become root." ;;
    */*) folder "${1%/*}" && mkdir "$prefix/$1" ;;
    *) folder . && mkdir "$prefix/$1" ;;
    esac
    echo "d $1" >> "$written"
}

# put MODE SOURCE PATH: writes a file. A running server keeps the one that it has open.
put() {
    folder "${3%/*}"
    install -m "$1" "$2" "$prefix/$3" || fail "cannot write $prefix/$3; give another PREFIX, or become root."
    echo "f $3" >> "$written"
}

# put_all PATH SOURCE...: writes files under their own names into a folder.
put_all() {
    to=$1
    shift
    folder "$to"
    install -m 644 -t "$prefix/$to" "$@" || fail "cannot write into $prefix/$to; give another PREFIX, or become root."
    for each; do echo "f $to/${each##*/}"; done >> "$written"
}

# put_tree FOLDER PATH: writes the files below a folder, without what builds have left there.
put_tree() {
    (cd "$1" && find . \( -name '.build*' -o -name build \) -prune -o -type d -print) | while read -r below; do
        below=${below#.}
        find "$1$below" -maxdepth 1 -type f ! -name Package.resolved > "$scratch/files"
        # Names are apart by line breaks; the way to the checkout may have blanks.
        IFS='
'
        [ ! -s "$scratch/files" ] || put_all "$2$below" $(cat "$scratch/files")
    done
}

# fill SOURCE PATH: writes a file in which @NAMES@ are replaced.
fill() {
    sed -e "s|@PREFIX@|$PREFIX|g" -e "s|@SYSCONFDIR@|$SYSCONFDIR|g" -e "s|@VERSION@|$version|g" "$1" > "$scratch/filled"
    put 644 "$scratch/filled" "$2"
}

##-- The parts

# The program has the Swift runtime beside it and takes no other: a module in Swift shares the one of its host, and a
# toolchain that is updated later brings one that the program was not compiled for. The linker has written where it was built
# first and $ORIGIN last, and the two change places in the same number of bytes.
put_program() {
    own=$(readelf -d "$PROGRAM" | sed -n 's/.*(RUNPATH).*\[\(.*\)\]/\1/p')
    case $own in
    *:\$ORIGIN)
        old=$(printf '%s' "$own" | sed 's/[][\.*^$]/\\&/g')
        LC_ALL=C sed "s|$old|\$ORIGIN:${own%:*}|" "$PROGRAM" > "$scratch/program"
        ;;
    *) cp "$PROGRAM" "$scratch/program" ;;
    esac
    strip --strip-debug "$scratch/program" 2> /dev/null || :
    put 755 "$scratch/program" lib/modhost/modhost
    for library in "$runtime"/*.so; do
        case ${library##*/} in
        *Testing*.so | *TestDiscovery*.so | libXCTest.so | *Mirror.so) ;;
        *) set -- "$@" "$library" ;;
        esac
    done
    put_all lib/modhost "$@"
    found=$(ldd "$prefix/lib/modhost/modhost" | sed -n 's|.*libswiftCore\.so => \(/.*\) (.*|\1|p')
    [ "$found" -ef "$prefix/lib/modhost/libswiftCore.so" ] ||
        fail "the installed program takes its Swift runtime from ${found:-nowhere}; build it again with 'make build'."
    [ "$("$prefix/lib/modhost/modhost" --version)" = "modhost $version" ] ||
        fail "the installed program $prefix/lib/modhost/modhost does not start; build it again with 'make build'."
    folder bin
    [ ! -d "$prefix/bin/modhost" ] || fail "$prefix/bin/modhost is a folder; take it away."
    ln -sfn ../lib/modhost/modhost "$prefix/bin/modhost"
    echo "f bin/modhost" >> "$written"
}

put_kit() {
    put_all lib/modhost "$built/libModuleKit.a" "$built"/Modules/ModuleKit.swiftmodule "$built"/Modules/ModuleKit.swiftdoc
}

put_headers() {
    put_tree "$root/CModuleHeaders/include" include/modhost
    put_tree "$root/CModuleHeaders/windows/include" include/modhost/windows
    fill "$here/modhost.pc.in" lib/pkgconfig/modhost.pc
    fill "$here/modhostConfig.cmake" lib/cmake/modhost/modhostConfig.cmake
    fill "$here/modhostConfigVersion.cmake.in" lib/cmake/modhost/modhostConfigVersion.cmake
}

# What ModuleKit and ModuleTesting are built from; Package.swift sees what is missing. SwiftPM knows a package in a folder by
# the folder's name, so it is called modhost.
put_package() {
    put 644 "$root/Package.swift" share/modhost/Package.swift
    for target in "$root"/Sources/*/; do
        case $(basename "$target") in
        Program | Installation | Supervision | EventLoop | HTTPFront | HTTPCodec) ;;
        *) put_tree "${target%/}" "share/modhost/Sources/$(basename "$target")" ;;
        esac
    done
    put_tree "$root/Sources/Supervision/CProcess" share/modhost/Sources/Supervision/CProcess
    put_tree "$root/Sources/Supervision/CSharedPage" share/modhost/Sources/Supervision/CSharedPage
    put 644 "$root/CModuleHeaders/layout.c" share/modhost/CModuleHeaders/layout.c
    put_tree "$root/CModuleHeaders/include" share/modhost/CModuleHeaders/include
}

put_documents() {
    sh "$here/manual.sh" "$PROGRAM" > "$scratch/modhost.1"
    fill "$scratch/modhost.1" share/man/man1/modhost.1
    fill "$here/modhost.service.in" lib/systemd/system/modhost.service
    put_tree "$root/Documentation" share/doc/modhost
    put_tree "$root/Examples" share/doc/modhost/examples
    put 644 "$root/LICENSE" share/doc/modhost/LICENSE
    license=$runtime/../../../share/swift/LICENSE.txt
    [ ! -f "$license" ] || put 644 "$license" share/doc/modhost/LICENSE.swift
}

folder lib/modhost
put_program
put_kit
put_headers
put_package
put_documents

# What an older version had and this one has not goes.
if [ -f "$manifest" ]; then
    sed -n 's/^f //p' "$manifest" | while read -r file; do
        grep -qxF "f $file" "$written" || rm -f "$prefix/$file"
    done
    LC_ALL=C sort -r "$scratch/folders" | while read -r _ folder; do
        rmdir "$prefix/$folder" 2> /dev/null || echo "d $folder" >> "$written"
    done
fi
echo "f lib/modhost/manifest" >> "$written"
LC_ALL=C sort -u "$written" > "$scratch/sorted"
install -m 644 "$scratch/sorted" "$manifest"
echo "Installed modhost $version in $prefix; try: $prefix/bin/modhost --help"
