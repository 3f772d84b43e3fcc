# Prints which target imports which, and which layer of ModuleHost refers to which, and fails with a sentence when either
# has a cycle. `make graph` calls it with all Swift files of Sources, twice: awk -f graph.awk pass=1 FILES pass=2 FILES
#
# A layer is a folder of ModuleHost; its Generated folder belongs to it, and the files outside of all folders are the root.
# A layer refers to another one
#   - by the name of a type or function that is declared there at the top of a file (also to extend the type), and
#   - by the name of a member that is added there, in an extension, to a type of another layer,
# as far as the name is declared in one layer only. What else a type has is reached through its name, or through a
# declaration that has its name, so that a cycle of references always shows. Private names are left out.

function layer_of(file,   path, parts, count) {
    if (file !~ /^Sources\/ModuleHost\//) return ""
    path = substr(file, length("Sources/ModuleHost/") + 1)
    count = split(path, parts, "/")
    return count == 1 ? "root" : parts[1]
}

function target_of(file,   parts) {
    split(file, parts, "/")
    return parts[2]
}

# Takes comments and the text of strings out of a line; what stands in "\( )" is code.
function code_of(line,   result, i, c, next2, next3) {
    result = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        next2 = substr(line, i, 2)
        next3 = substr(line, i, 3)
        if (in_comment) {
            if (next2 == "*/") { in_comment = 0; i++ }
        } else if (strings > 0 && parens[strings] == 0) {
            if (next2 == "\\(") { parens[strings] = 1; result = result " "; i++ }
            else if (c == "\\") i++
            else if (quote[strings] == "\"\"\"" && next3 == "\"\"\"") { strings--; i += 2 }
            else if (quote[strings] == "\"" && c == "\"") strings--
        } else if (next2 == "//") {
            break
        } else if (next2 == "/*") {
            in_comment = 1
            i++
        } else if (next3 == "\"\"\"") {
            quote[++strings] = next3
            parens[strings] = 0
            result = result " 0 "
            i += 2
        } else if (c == "\"") {
            quote[++strings] = c
            parens[strings] = 0
            result = result " 0 "
        } else {
            if (strings > 0 && c == "(") parens[strings]++
            if (strings > 0 && c == ")" && --parens[strings] == 0) { result = result " "; continue }
            result = result c
        }
    }
    # A string ends with its line, unless it has three quotes.
    while (strings > 0 && quote[strings] == "\"") strings--
    return result
}

# Splits code into names and single characters: token[1...tokens], and whether a space stands before each.
function tokenize(code) {
    tokens = 0
    while (match(code, /[A-Za-z_][A-Za-z0-9_]*|[^ \t]/)) {
        token[++tokens] = substr(code, RSTART, RLENGTH)
        has_space[tokens] = RSTART > 1
        code = substr(code, RSTART + RLENGTH)
    }
}

function begin_file() {
    layer = layer_of(FILENAME)
    target = target_of(FILENAME)
    depth = 0
    pending = ""
    strings = 0
    in_comment = 0
}

# Whether the place is inside of types and extensions only, where what is declared can be seen from elsewhere.
function is_outside_of_bodies(   i) {
    for (i = 1; i <= depth; i++) if (context[i] == "body") return 0
    return 1
}

# keyword: what declares it.
function declare(name, keyword,   extended) {
    if (is_private) {
        local_name[FILENAME, name] = 1
        return
    }
    if (depth == 0) {
        if (!((name, layer) in top)) {
            top[name, layer] = 1
            top_layers[name]++
            top_layer[name] = layer
        }
        return
    }
    extended = depth > 0 ? extended_type[1] : ""
    members++
    member_name[members] = name
    member_layer[members] = layer
    member_of[members] = extended
    if (keyword == "func") is_function[name, layer] = 1
}

function note_declarations(   i, name, keyword) {
    is_private = 0
    for (i = 1; i <= tokens; i++) {
        name = token[i]
        if ((name == "private" || name == "fileprivate") && token[i + 1] != "(") is_private = 1
        if (name == "{") {
            depth++
            context[depth] = pending == "" ? "body" : pending
            extended_type[depth] = pending == "" ? "" : pending_name
            pending = ""
            is_private = 0
        } else if (name == "}") {
            if (depth > 0) depth--
            is_private = 0
        } else if (i > 1 && token[i - 1] == ".") {
            continue
        } else if (name ~ /^(class|struct|enum|protocol|actor|extension|func|var|let|typealias|case)$/) {
            keyword = name
            if (keyword == "class" && token[i + 1] ~ /^(func|var|let)$/) continue
            if (token[i + 1] !~ /^[A-Za-z_]/) continue
            if (keyword !~ /^(func|var|let|typealias|case)$/) {
                # `extension A.B` is about B's outermost type.
                pending = "type"
                pending_name = token[i + 1]
                if (keyword != "extension" && is_outside_of_bodies()) declare(token[i + 1], keyword)
            } else if (is_outside_of_bodies()) {
                if (keyword != "case") declare(token[i + 1], keyword)
            } else {
                local_name[FILENAME, token[i + 1]] = 1
            }
            i++
        } else if (name ~ /^[a-z_]/ && token[i + 1] == ":" && token[i - 1] != "?") {
            local_name[FILENAME, name] = 1
        } else if (name ~ /^[a-z_]/ && (token[i + 1] == "in" || (token[i + 1] == "," && token[1] != "case"))) {
            # A parameter of a closure, or what a loop goes over.
            if (token[i - 1] ~ /^(for|\{|,|\()$/) local_name[FILENAME, name] = 1
        }
    }
}

function refer(other, name) {
    if (other == layer || other == "") return
    if (!((layer, other) in edge)) {
        edge[layer, other] = FILENAME ":" FNR " has " name
        sub(/^Sources\/ModuleHost\//, "", edge[layer, other])
    }
    references[layer, other]++
}

function note_references(   i, name, is_member) {
    for (i = 1; i <= tokens; i++) {
        name = token[i]
        if (name !~ /^[A-Za-z_]/) continue
        if (top_layers[name] == 1 && !((FILENAME, name) in local_name) && (i == 1 || token[i - 1] != "."))
            refer(top_layer[name], name)
        if (!(name in added_layer)) continue
        # A function is called here, or it is something else of that name.
        if (((name, added_layer[name]) in is_function) && token[i + 1] != "(") continue
        is_member = i > 1 && token[i - 1] == "."
        # A static member, of the type that has it.
        if (is_member && token[i - 2] ~ /^[A-Z]/ && token[i - 2] != added_to[name]) continue
        # A dot with nothing in front of it begins a case or a static member of a type that is not written.
        if (is_member && i > 2 && (has_space[i - 1] || token[i - 2] !~ /^[A-Za-z0-9_)\]?!}]/)) continue
        if (is_member) refer(added_layer[name], name)
        else if (!((FILENAME, name) in local_name) && token[i + 1] != ":" && token[i - 1] !~ /^(func|var|let|case)$/)
            refer(added_layer[name], name)
    }
}

# Members that a layer adds to a type of another one, under a name that no other layer has for a member.
function find_added(   i, name) {
    for (i = 1; i <= members; i++) {
        name = member_name[i]
        if (!((name, member_layer[i]) in has_member)) {
            has_member[name, member_layer[i]] = 1
            member_layers[name]++
        }
        if (top_layers[member_of[i]] == 1 && top_layer[member_of[i]] == member_layer[i]) continue
        adds[name] = member_layer[i]
        added_to[name] = member_of[i]
    }
    for (name in adds) if (member_layers[name] == 1) added_layer[name] = adds[name]
}

# Puts the nodes of a graph into an order in which each refers to earlier ones only. Those on a cycle are left.
function arrange(nodes, edges,   node, other, isFree, found, count) {
    split("", placed)
    order_count = 0
    do {
        found = ""
        for (node in nodes) {
            if (node in placed) continue
            isFree = 1
            for (other in nodes) if (!(other in placed) && other != node && (node, other) in edges) isFree = 0
            if (isFree && (found == "" || node < found)) found = node
        }
        if (found != "") {
            placed[found] = 1
            order[++order_count] = found
        }
    } while (found != "")
    count = 0
    for (node in nodes) if (!(node in placed)) count++
    return count
}

# A sentence that names a cycle among the nodes that `arrange` left.
function cycle(nodes, edges,   node, other, trail, steps, i, text, start) {
    for (node in nodes) if (!(node in placed) && (start == "" || node < start)) start = node
    node = start
    steps = 0
    split("", at)
    while (!(node in at)) {
        at[node] = ++steps
        trail[steps] = node
        start = ""
        for (other in nodes)
            if (!(other in placed) && other != node && (node, other) in edges && (start == "" || other < start))
                start = other
        node = start
    }
    text = node
    for (i = at[node]; i <= steps; i++) {
        other = i < steps ? trail[i + 1] : node
        text = text " -> " other " (" edges[trail[i], other] ")"
    }
    return text
}

FNR == 1 && pass == 1 { begin_file() }
FNR == 1 && pass == 2 {
    if (!are_found) { find_added(); are_found = 1 }
    begin_file()
}

{
    code = code_of($0)
    if (code ~ /^[ \t]*((@[A-Za-z]+|public|package|internal|fileprivate|private)[ \t]+)*import[ \t]/) {
        if (pass == 1) {
            name = code
            sub(/^.*import[ \t]+((struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?/, "", name)
            sub(/[^A-Za-z0-9_].*$/, "", name)
            targets[target] = 1
            # A target of C has no Swift file by which it could be known.
            if (name ~ /^C[A-Z][a-z]/ || name == "CModuleABI") targets[name] = 1
            if (!((target, name) in imports)) imports[target, name] = FILENAME ":" FNR " imports it"
        }
        next
    }
    if (pass == 1) targets[target] = 1
    if (layer == "") next
    layers[layer] = 1
    tokenize(code)
    if (pass == 1) note_declarations()
    else note_references()
}

END {
    status = 0
    print "Targets and what they import of this package, from the lowest up:"
    print ""
    left = arrange(targets, imports)
    for (i = 1; i <= order_count; i++) {
        line = ""
        for (j = 1; j < i; j++) if ((order[i], order[j]) in imports) line = line " " order[j]
        printf "  %-18s%s\n", order[i], line == "" ? " -" : line
    }
    if (left > 0) {
        print "The targets import each other in a cycle: " cycle(targets, imports) "." | "cat >&2"
        status = 1
    }
    print ""
    print "Layers of ModuleHost and what they refer to, from the lowest up, each with how often and the first place:"
    left = arrange(layers, edge)
    for (i = 1; i <= order_count; i++) {
        print ""
        print "  " order[i]
        for (j = 1; j < i; j++)
            if ((order[i], order[j]) in edge)
                printf "    -> %-10s %4d  %s\n", order[j], references[order[i], order[j]], edge[order[i], order[j]]
    }
    if (left > 0) {
        print "The layers of ModuleHost refer to each other in a cycle: " cycle(layers, edge) \
            ". Move what is referred to into the lower layer, or have the higher one call it." | "cat >&2"
        status = 1
    }
    close("cat >&2")
    exit status
}
