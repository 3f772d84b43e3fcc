// Each mistake against a rule about who may say what and where, in XML, with the sentences that are told of it, place first.

extension MistakeTests {
    static let ofRulesInXML: [Mistake] = [
        Mistake(
            "an item with a locked attribute that is removed",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><mimeMap fileExtension=".a" mimeType="b/c" lockAttributes="mimeType"/></staticContent>
              </system.webServer>
              <location path="a"><system.webServer><staticContent>
                <remove fileExtension=".a"/><mimeMap fileExtension=".a" mimeType="text/html"/>
              </staticContent></system.webServer></location>
            </configuration>
            """#,
            [
                #"6:5: <remove> would take away <mimeMap fileExtension=".a">, of which a.config:3:63 locks something"#,
                #"6:33: <mimeMap fileExtension=".a"> is there already, from a.config:3:20; take one out, or have <remove> take the other away"#,
            ]),
        Mistake(
            "an item with a locked element that is cleared",
            #"""
            <configuration>
              <system.applicationHost><applicationPools>
                <add name="a"><recycling><periodicRestart lockElements="schedule"/></recycling></add>
                <clear/>
              </applicationPools></system.applicationHost>
            </configuration>
            """#,
            [#"4:5: <clear> would take away <add name="a">, of which a.config:3:47 locks something"#]),
        Mistake(
            "lockItem on a section",
            #"""
            <configuration>
              <system.webServer><defaultDocument lockItem="true"/></system.webServer>
            </configuration>
            """#,
            [
                #"2:38: lockItem is for an item of a list, which <defaultDocument> is not; write lockAttributes and lockElements, each with *"#
            ]),
        Mistake(
            "lockItem on an element",
            #"""
            <configuration>
              <system.webServer><defaultDocument><files lockItem="true"/></defaultDocument></system.webServer>
            </configuration>
            """#,
            [
                #"2:45: lockItem is for an item of a list, which <files> is not; write lockAttributes and lockElements, each with *"#
            ]),
        Mistake(
            "more than clear",
            #"""
            <configuration>
              <system.webServer><staticContent><clear fileExtension=".a"/></staticContent></system.webServer>
            </configuration>
            """#,
            [#"2:43: <clear> takes nothing, not "fileExtension"; take it out"#]),
        Mistake(
            "more than the key of what is removed",
            #"""
            <configuration>
              <system.webServer><staticContent><remove fileExtension=".a" lockItem="false"><a/></remove></staticContent></system.webServer>
            </configuration>
            """#,
            [
                #"2:63: <remove> takes fileExtension only, not "lockItem"; take it out"#,
                #"2:80: <remove> has no elements within, such as <a>"#,
            ]),
    ]
}
