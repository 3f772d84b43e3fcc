#!/bin/sh
# Removes what install.sh has written into PREFIX (below DESTDIR), and nothing else: the files in its manifest, and the folders
# that it made and that are empty then.
set -eu
PREFIX=${PREFIX:-/usr/local}
prefix=${DESTDIR:-}${PREFIX%/}
manifest=$prefix/lib/modhost/manifest
[ -f "$manifest" ] || {
    echo "uninstall: modhost is not installed in $prefix: there is no $manifest; give the PREFIX that it was installed with." >&2
    exit 1
}
list=$(cat "$manifest")
# The manifest goes last, and only if all else has gone: what is left can be tried again.
printf '%s\n' "$list" | sed -n 's/^f //p' | {
    status=0
    while read -r file; do
        [ "$file" = lib/modhost/manifest ] || rm -f "$prefix/$file" || status=1
    done
    [ "$status" = 0 ]
} || {
    echo "uninstall: something that was installed could not be removed, see above; clear the way and call this again." >&2
    exit 1
}
rm -f "$manifest"
# A folder comes after all that are in it. One in which others have put something stays.
printf '%s\n' "$list" | sed -n 's/^d //p' | LC_ALL=C sort -r | while read -r folder; do
    # rmdir refuses a path that ends in a dot.
    [ "$folder" = . ] && folder=$prefix || folder=$prefix/$folder
    rmdir "$folder" 2> /dev/null || :
done
echo "Removed modhost from $prefix."
