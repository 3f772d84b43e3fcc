#!/bin/sh
# Prints the manual page: modhost.1.in, in which a line "@OPTIONS COMMAND@" becomes what `modhost COMMAND --help` says of its
# arguments and options, and "@OPTIONS COMMAND OTHER@" the same without those that OTHER has too.
#
#     manual.sh PROGRAM
set -eu
exec awk -v program="$1" '
    function escaped(text) {
        gsub(/\\/, "\\e", text)
        gsub(/-/, "\\-", text)
        return (text ~ /^[.\x27]/ ? "\\&" : "") text
    }

    function name(term) {
        sub(/[ =].*/, "", term)
        return term
    }

    # One option with what is said of it. Its paragraphs are apart by line breaks.
    function finish(    parts, count, i) {
        if (term != "" && !(name(term) in left_out)) {
            printf ".TP\n.B %s\n", escaped(term)
            count = split(text, parts, "\n")
            for (i = 1; i <= count; i++) printf "%s%s\n", (i > 1 ? ".IP\n" : ""), escaped(parts[i])
        }
        term = text = ""
    }

    function hears(line,    start) {
        if (line ~ /^[A-Z][A-Z ]*:/) {
            finish()
            is_list = line !~ /^(OVERVIEW|USAGE):/
        } else if (!is_list || line ~ /^ *$/) {
            return
        } else if (line ~ /^  [^ ]/) {
            finish()
            start = substr(line, 3, 23)
            # A description begins in column 27, or on the next line if the term is too long.
            if (substr(line, 26) ~ /^ [^ ]/ && gsub(/</, "<", start) == gsub(/>/, ">", start)) {
                term = start
                text = substr(line, 27)
            } else term = substr(line, 3)
            sub(/ +$/, "", term)
        } else if (substr(line, 1, 26) ~ /^ +$/) {
            text = text (text == "" ? "" : " ") substr(line, 27)
            has_more = 0
        } else {
            sub(/^ +/, "", line)
            text = text (has_more ? " " : "\n") line
            has_more = 1
        }
    }

    function read_help(command,    line, call) {
        call = "COLUMNS=80 \x27" program "\x27 " command " --help"
        while ((call | getline line) > 0) hears(line)
        if (close(call) != 0) failed = 1
        finish()
        is_list = has_more = 0
    }

    # What another command has too.
    function leave_out(command,    line, call) {
        call = "COLUMNS=80 \x27" program "\x27 " command " --help"
        while ((call | getline line) > 0) {
            if (line ~ /^  [^ ]/) left_out[name(substr(line, 3))] = 1
        }
        if (close(call) != 0) failed = 1
    }

    /^@OPTIONS .*@$/ {
        sub(/@$/, "")
        split("", left_out)
        if (NF > 2) leave_out($3)
        # Every command has them, and they stand once, before all others.
        left_out["--version"] = left_out["-h,"] = 1
        read_help($2)
        next
    }

    { print }

    END { exit failed }
' "$(dirname "$0")/modhost.1.in"
