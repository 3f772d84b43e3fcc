// Each mistake against a rule about who may say what and where, in YAML, with the sentences that are told of it, place first.

extension MistakeTests {
    static let ofRulesInYAML: [Mistake] = [
        Mistake(
            "a path of a location with backslashes",
            #"""
            locations: [{path: 'a\b', webServer: {caching: {enabled: false}}}]
            """#,
            [#"1:14: path takes names with slashes between them, not "a\b""#]),
        Mistake(
            "a section in two locations of one path",
            #"""
            locations:
              - {path: a, webServer: {caching: {enabled: false}}}
              - {path: A/, webServer: {caching: {enabled: true}}}
            """#,
            [#"3:28: "caching" is in a location of the same path already, in a.yaml:2:27; put the two together"#]),
        Mistake(
            "lockItem on an element",
            #"""
            webServer: {defaultDocument: {files: {lockItem: true}}}
            """#,
            [
                #"1:39: lockItem is for an item of a list, which "files" is not; write lockAttributes and lockElements, each with *"#
            ]),
        Mistake(
            "an item with a locked key that is removed",
            #"""
            webServer: {staticContent: [{fileExtension: .a, mimeType: b/c, lockAttributes: mimeType}]}
            locations: [{path: a, webServer: {staticContent: {remove: [.a]}}}]
            """#,
            [#"2:60: "remove" would take away {fileExtension: .a}, of which a.yaml:1:64 locks something"#]),
        Mistake(
            "a drive without a folder",
            #"""
            drives: [C, {drive: CD, path: /c}]
            """#,
            [
                #"1:10: this lacks the key "path""#,
                #"1:14: drive takes a letter such as C, not "CD""#,
            ]),
        Mistake(
            "a variable that is not set",
            #"""
            root: '%gone%/www'
            """#,
            [
                #"1:1: root names the variable %gone%, which is not set; set it where the server is started, or write what it stands for"#
            ]),
        Mistake(
            "a section that is elsewhere",
            #"""
            webServer: {caching: {configSource: b.config}}
            """#,
            [
                #"1:23: caching has no key "configSource"; known here: enableKernelCache, enabled, maxCacheSize, maxResponseSize, profiles"#
            ]),
    ]
}
