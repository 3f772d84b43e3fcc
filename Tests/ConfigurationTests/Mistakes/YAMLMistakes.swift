// Each mistake that a configuration in YAML can have, with the sentences that are told of it, place first.

extension MistakeTests {
    static let inYAML: [Mistake] = [
        Mistake(
            "a key that is none",
            #"workrs: 2"#,
            [#"1:1: there is no key "workrs" here; did you mean "workers"?"#]),
        Mistake(
            "a key that is like none",
            #"zebra: 2"#,
            [
                #"1:1: there is no key "zebra" here; known here: drives, limits, listen, locations, log, modulePath, modules, pools, proxies, root, sites, startLimit, …"#
            ]),
        Mistake(
            "a key twice",
            #"""
            workers: 1
            workers: 2
            """#,
            [#"1:1: "workers" is here twice; put the two together"#]),
        Mistake(
            "an open bracket",
            #"listen: [a"#,
            [#"2:1: the YAML cannot be read: did not find expected ',' or ']' (while parsing a flow sequence)"#]),
        Mistake(
            "a tab as indentation",
            #"""
            log:
            	level: info
            """#,
            [
                #"2:1: the YAML cannot be read: found character that cannot start any token (while scanning for the next token)"#
            ]),
        Mistake(
            "an empty file",
            "",
            [#"1:1: the file is empty; it needs at least one key, such as "listen""#]),
        Mistake(
            "only a comment",
            #"# nothing yet"#,
            [#"1:1: the file is empty; it needs at least one key, such as "listen""#]),
        Mistake(
            "two documents",
            #"""
            workers: 1
            ---
            workers: 2
            """#,
            [#"3:1: the file holds a second document; put all into the first"#]),
        Mistake(
            "a list at the top",
            #"- workers"#,
            [#"1:1: a configuration is a mapping, such as "workers: 2""#]),
        Mistake(
            "text at the top",
            #"hello"#,
            [#"1:1: a configuration is a mapping, such as "workers: 2""#]),
        Mistake(
            "a number that is too small",
            #"workers: 0"#,
            [#"1:1: workers takes a number from 1 to 1024, not 0"#]),
        Mistake(
            "a number that is too large",
            #"workers: 5000"#,
            [#"1:1: workers takes a number from 1 to 1024, not 5000"#]),
        Mistake(
            "a number that is none",
            #"threads: many"#,
            [#"1:1: threads takes a whole number from 0 to 4294967295, not "many""#]),
        Mistake(
            "a number with a sign",
            #"threads: +4"#,
            [#"1:1: threads takes a whole number from 0 to 4294967295, not "+4""#]),
        Mistake(
            "a fraction",
            #"workers: 1.5"#,
            [#"1:1: workers takes a whole number from 0 to 4294967295, not "1.5""#]),
        Mistake(
            "a mapping for a value",
            #"workers: {count: 2}"#,
            [#"1:10: workers takes a value, not a mapping or a list"#]),
        Mistake(
            "a time without a unit",
            #"limits: {headTime: 15}"#,
            [#"1:10: headTime takes a time such as 00:01:30, 1.12:00:00 or 90s, not "15""#]),
        Mistake(
            "a time of zero",
            #"limits: {headTime: 0s}"#,
            [#"1:10: headTime takes a time from 00:00:01 to 24855.03:14:08, not 0s"#]),
        Mistake(
            "a time that is no whole second",
            #"limits: {headTime: 1500ms}"#,
            [#"1:10: headTime takes a multiple of 00:00:01, not 1500ms"#]),
        Mistake(
            "a time with too many minutes",
            #"limits: {idleTime: 00:75:00}"#,
            [#"1:10: idleTime takes a time such as 00:01:30, 1.12:00:00 or 90s, not "00:75:00""#]),
        Mistake(
            "a size with a wrong unit",
            #"limits: {body: 30mb}"#,
            [#"1:10: body takes a whole number, not "30mb""#]),
        Mistake(
            "a negative size",
            #"limits: {body: -1}"#,
            [#"1:10: body takes a number from 0 to 9223372036854775807, not -1"#]),
        Mistake(
            "a size beyond all numbers",
            #"limits: {body: 99999999999g}"#,
            [#"1:10: body takes a whole number, not "99999999999g""#]),
        Mistake(
            "a limit that is none",
            #"limits: {boddy: 1m}"#,
            [#"1:10: limits has no key "boddy"; did you mean "body"?"#]),
        Mistake(
            "a list for limits",
            #"limits: [body]"#,
            [#"1:9: limits takes a mapping, not a list"#]),
        Mistake(
            "a level that is none",
            #"log: {level: warn}"#,
            [#"1:7: level takes one of trace, debug, info, notice, warning, error, critical, not "warn""#]),
        Mistake(
            "a key of the log",
            #"log: {acess: {file: a}}"#,
            [#"1:7: log has no key "acess"; did you mean "access"?"#]),
        Mistake(
            "a format that is none",
            #"log: {access: {file: a, format: xml}}"#,
            [#"1:25: format takes one of w3c, combined, json, not "xml""#]),
        Mistake(
            "an access log as text",
            #"log: {access: a.log}"#,
            [#"1:15: access takes a mapping, not "a.log""#]),
        Mistake(
            "an address without a port",
            #"listen: [localhost]"#,
            [
                #"1:10: cannot listen on "localhost": it has no port; write an address as in 127.0.0.1:8080, [::1]:8080 or unix:/run/modhost.sock"#
            ]),
        Mistake(
            "a port that is none",
            #"listen: ["127.0.0.1:http"]"#,
            [#"1:10: cannot listen on "127.0.0.1:http": "http" is no port; ports are numbers from 0 to 65535"#]),
        Mistake(
            "a port that is too large",
            #"listen: ["127.0.0.1:70000"]"#,
            [#"1:10: cannot listen on "127.0.0.1:70000": "70000" is no port; ports are numbers from 0 to 65535"#]),
        Mistake(
            "addresses as text",
            #"listen: 127.0.0.1:80"#,
            [
                #"1:1: listen names no address, such as 127.0.0.1:8080"#,
                #"1:9: listen takes a list, not "127.0.0.1:80""#,
            ]),
        Mistake(
            "links that are none",
            #"symlinks: some"#,
            [#"1:1: symlinks takes one of inside, any, none, not "some""#]),
        Mistake(
            "a module without an image",
            #"modules: [{name: a}]"#,
            [#"1:11: a module lacks the key "image", the file to load"#]),
        Mistake(
            "modules as a mapping",
            #"modules: {a: b}"#,
            [#"1:10: modules takes a list"#]),
        Mistake(
            "a key of a module",
            #"modules: [{image: a.so, exec: pool}]"#,
            [#"1:25: module has no key "exec"; known here: config, execution, image, lock, name, schema"#]),
        Mistake(
            "an execution that is none",
            #"modules: [{image: a.so, execution: fast}]"#,
            [#"1:25: execution takes one of auto, inline, pool, not "fast""#]),
        Mistake(
            "a lock that is none",
            #"modules: [{image: a.so, lock: perhaps}]"#,
            [#"1:25: lock takes true or false, not "perhaps""#]),
        Mistake(
            "a module twice",
            #"modules: [a.so, ./b/a.so]"#,
            [#"1:17: {name: a} is there already, from a.yaml:1:11; take one out, or have "remove" take the other away"#]
        ),
        Mistake(
            "a section that is none",
            #"""
            webServer:
              defaultDocuments: {}
            """#,
            [#"2:3: system.webServer has no section "defaultDocuments"; did you mean "defaultDocument"?"#]),
        Mistake(
            "a section in a group that is none",
            #"""
            webServer:
              security: {autorization: {}}
            """#,
            [#"2:14: system.webServer/security has no section "autorization"; did you mean "authorization"?"#]),
        Mistake(
            "text for a section",
            #"""
            webServer:
              defaultDocument: index.html
            """#,
            [#"2:20: defaultDocument takes a mapping, not "index.html""#]),
        Mistake(
            "a value of true or false",
            #"""
            webServer:
              defaultDocument: {enabled: yes}
            """#,
            [#"2:21: enabled takes true or false, not "yes""#]),
        Mistake(
            "an item twice",
            #"""
            webServer:
              defaultDocument: {files: [a.html, A.HTML]}
            """#,
            [
                #"2:37: {value: A.HTML} is there already, from a.yaml:2:29; take one out, or have "remove" take the other away"#
            ]),
        Mistake(
            "an enumeration",
            #"""
            webServer:
              httpErrors: {errorMode: Custm}
            """#,
            [#"2:16: errorMode takes one of DetailedLocalOnly, Custom, Detailed, not "Custm"; did you mean "Custom"?"#]),
        Mistake(
            "flags",
            #"""
            webServer:
              handlers: {accessPolicy: [Read, Scrip]}
            """#,
            [
                #"2:14: accessPolicy takes any of None, Read, Write, Execute, Source, Script, NoRemoteWrite, NoRemoteRead, NoRemoteExecute, NoRemoteScript, with commas between them, not "Read,Scrip"; did you mean "Script"?"#
            ]),
        Mistake(
            "an item that lacks a key",
            #"""
            webServer:
              handlers: [{name: a, path: "*"}]
            """#,
            [#"2:14: this lacks the key "verb""#]),
        Mistake(
            "an item that lacks all",
            #"""
            webServer:
              staticContent: [{}]
            """#,
            [#"2:19: this lacks the key "fileExtension""#, #"2:19: this lacks the key "mimeType""#]),
        Mistake(
            "a number out of its range",
            #"""
            webServer:
              httpErrors: {error: [{statusCode: 200, path: a}]}
            """#,
            [#"2:25: statusCode takes a number from 400 to 999, not 200"#]),
        Mistake(
            "an item as text where none can be",
            #"""
            webServer:
              handlers: [static]
            """#,
            [#"2:14: this lacks the key "path""#, #"2:14: this lacks the key "verb""#]),
        Mistake(
            "clear with a value",
            #"""
            webServer:
              defaultDocument: {files: {clear: maybe}}
            """#,
            [#"2:36: clear takes true"#]),
        Mistake(
            "what protects",
            #"""
            webServer:
              security: {access: {sslFlags: Ssl}}
            """#,
            [
                #"2:14: the section system.webServer/security/access protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "what protects in a location",
            #"locations: [{path: admin, webServer: {security: {authorization: [{accessType: Deny, users: "?"}]}}}]"#,
            [
                #"1:50: the section system.webServer/security/authorization protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a location without a path",
            #"locations: [{webServer: {}}]"#,
            [#"1:13: a location lacks the key "path""#]),
        Mistake(
            "a key of a location",
            #"locations: [{path: a, webserver: {}}]"#,
            [#"1:23: a location has no key "webserver"; did you mean "webServer"?"#]),
        Mistake(
            "images in a location",
            #"locations: [{path: a, webServer: {globalModules: [{name: x, image: a.so}]}}]"#,
            [#"1:35: the section system.webServer/globalModules is for the whole server; take it out of the location"#]),
        Mistake(
            "a mode of a location",
            #"locations: [{path: a, overrideMode: Never}]"#,
            [#"1:23: overrideMode takes Inherit, Allow or Deny, not "Never""#]),
        Mistake(
            "an empty text",
            #"""
            webServer:
              handlers: [{name: "", path: "*", verb: "*"}]
            """#,
            [#"2:15: name must not be empty"#]),
        Mistake(
            "an encrypted value",
            #"""
            webServer:
              security: {authentication: {basicAuthentication: {realm: "[enc:AesProvider:xx:enc]"}}}
            """#,
            [#"2:53: the encrypted value of realm cannot be read here; write it in the clear"#]),
        Mistake(
            "sites",
            #"sites: [{name: a}]"#,
            [#"1:9: the site "a" has no application "/", which each site needs"#]),
        Mistake(
            "an address of a proxy that is no list",
            #"proxies: {trusted: {a: b}}"#,
            [#"1:21: trusted has no key "a"; known here: add, clear, remove"#]),
        Mistake(
            "an alias to nothing",
            #"workers: *x"#,
            [#"1:10: the YAML cannot be read: found undefined alias"#]),
        Mistake(
            "a root that is a list",
            #"root: [www]"#,
            [#"1:7: root takes a value, not a mapping or a list"#]),
        Mistake(
            "a root that is nothing",
            #"root:"#,
            [#"1:6: root takes a value, not nothing"#]),
        Mistake(
            "flags that are no text",
            #"""
            webServer:
              security: {access: {sslFlags: [[Ssl, SslRequireCert]]}}
            """#,
            [
                #"2:33: sslFlags takes any of None, Ssl, SslNegotiateCert, SslRequireCert, SslMapCert, Ssl128, with commas between them"#
            ]),
        Mistake(
            "flags that are nothing",
            #"""
            webServer:
              security: {access: {sslFlags: }}
            """#,
            [
                #"2:33: sslFlags takes any of None, Ssl, SslNegotiateCert, SslRequireCert, SslMapCert, Ssl128, with commas between them"#
            ]),
        Mistake(
            "a key that is a list",
            #"""
            ? [a]
            : 1
            """#,
            [#"1:3: a key is text, not a mapping or a list"#]),
        Mistake(
            "addresses that are taken away",
            #"listen: {add: [], clear: true}"#,
            [#"1:1: listen names no address, such as 127.0.0.1:8080"#]),
        Mistake(
            "an access log without a name",
            #"log: {access: {file: ""}}"#,
            [#"1:16: file must not be empty"#]),
        Mistake(
            "a zero in a path",
            #"log: {access: {file: "x\0y"}}"#,
            [#"1:16: file has a zero in it, which no text has; take it out"#]),
        Mistake(
            "a format without a file",
            #"log: {access: {format: json}}"#,
            [#"1:16: the access log has a format and no file; name the file, or - for standard output"#]),
    ]
}
