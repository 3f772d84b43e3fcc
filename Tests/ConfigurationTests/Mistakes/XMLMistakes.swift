// Each mistake that a configuration in XML can have, with the sentences that are told of it, place first.

extension MistakeTests {
    static let ofFormInXML: [Mistake] = [
        Mistake(
            "a root that is none",
            #"<config/>"#,
            [#"1:1: a configuration file holds <configuration>, not <config>"#]),
        Mistake(
            "an empty file",
            "",
            [#"1:1: the file is empty; it needs one element, <configuration>"#]),
        Mistake(
            "white space",
            #"""
             
             
            """#,
            [#"1:1: the file is empty; it needs one element, <configuration>"#]),
        Mistake(
            "text without an element",
            #"hello"#,
            [#"1:1: the XML is not well-formed: Start tag expected, '<' not found"#]),
        Mistake(
            "an element that is not closed",
            #"""
            <configuration>
              <system.webServer>
            </configuration>
            """#,
            [
                #"3:17: the XML is not well-formed: Opening and ending tag mismatch: system.webServer line 2 and configuration"#
            ]),
        Mistake(
            "two roots",
            #"<configuration/><configuration/>"#,
            [#"1:17: the XML is not well-formed: Extra content at the end of the document"#]),
        Mistake(
            "an attribute twice",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument enabled="true" enabled="false"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:52: the XML is not well-formed: Attribute enabled redefined"#]),
        Mistake(
            "an attribute without quotes",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument enabled=true/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:30: the XML is not well-formed: AttValue: " or ' expected"#]),
        Mistake(
            "an ampersand by itself",
            #"""
            <configuration>
              <system.webServer>
                <httpRedirect destination="a&b"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:35: the XML is not well-formed: EntityRef: expecting ';'"#]),
        Mistake(
            "an entity that is none",
            #"""
            <configuration>
              <system.webServer>
                <httpRedirect destination="&nbsp;"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:38: the XML is not well-formed: Entity 'nbsp' not defined"#]),
        Mistake(
            "a DOCTYPE",
            #"""
            <!DOCTYPE configuration [<!ENTITY a "b">]>
            <configuration/>
            """#,
            [#"1:1: a DOCTYPE is not read here; take it out"#]),
        Mistake(
            "a comment that is not closed",
            #"""
            <configuration>
            <!-- no end
            </configuration>
            """#,
            [#"3:17: the XML is not well-formed: Comment not terminated"#]),
        Mistake(
            "an attribute that is none",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument enable="true"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: <defaultDocument> has no attribute "enable"; did you mean "enabled"?"#]),
        Mistake(
            "an attribute in another case",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument Enabled="true"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: <defaultDocument> has no attribute "Enabled"; did you mean "enabled"?"#]),
        Mistake(
            "an element that is none",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument><file/></defaultDocument>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: <defaultDocument> has no element <file>; did you mean "files"?"#]),
        Mistake(
            "an element within one that has none",
            #"""
            <configuration>
              <system.webServer>
                <urlCompression><add/></urlCompression>
              </system.webServer>
            </configuration>
            """#,
            [#"3:21: <urlCompression> has no elements within, such as <add>"#]),
        Mistake(
            "an item under another name",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><add fileExtension=".a" mimeType="b/c"/></staticContent>
              </system.webServer>
            </configuration>
            """#,
            [#"3:20: <staticContent> has no element <add>; known here: clear, clientCache, mimeMap, remove"#]),
        Mistake(
            "an item that lacks an attribute",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><mimeMap fileExtension=".a"/></staticContent>
              </system.webServer>
            </configuration>
            """#,
            [#"3:20: <mimeMap> lacks the attribute "mimeType""#]),
        Mistake(
            "an item twice",
            #"""
            <configuration>
              <system.webServer>
                <staticContent>
                  <mimeMap fileExtension=".a" mimeType="b/c"/>
                  <mimeMap fileExtension=".A" mimeType="b/d"/>
                </staticContent>
              </system.webServer>
            </configuration>
            """#,
            [
                #"5:7: <mimeMap fileExtension=".A"> is there already, from a.config:4:7; take one out, or have <remove> take the other away"#
            ]),
        Mistake(
            "an item with two keys twice",
            #"""
            <configuration>
              <system.webServer>
                <httpErrors>
                  <error statusCode="404" path="a"/>
                  <error statusCode="404" subStatusCode="-1" path="b"/>
                </httpErrors>
              </system.webServer>
            </configuration>
            """#,
            [
                #"5:7: <error statusCode="404" subStatusCode="-1"> is there already, from a.config:4:7; take one out, or have <remove> take the other away"#
            ]),
        Mistake(
            "a value that is not true or false",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse enabled="1"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: enabled takes true or false, not "1""#]),
        Mistake(
            "flags with a name that is none",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse enabled="true" showFlags="Date, Sze"/>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:37: showFlags takes any of None, Date, Time, Size, Extension, LongDate, with commas between them, not "Date, Sze"; did you mean "Size"?"#
            ]),
        Mistake(
            "an enumeration by a number that is none",
            #"""
            <configuration>
              <system.webServer>
                <httpErrors errorMode="7"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:17: errorMode takes one of DetailedLocalOnly, Custom, Detailed, not "7""#]),
        Mistake(
            "a time that is none",
            #"""
            <configuration>
              <system.webServer>
                <webSocket pingInterval="ten"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:16: pingInterval takes a time such as 00:01:30, 1.12:00:00 or 90s, not "ten""#]),
        Mistake(
            "a number that is too large",
            #"""
            <configuration>
              <system.webServer>
                <serverRuntime uploadReadAheadSize="4294967296"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:20: uploadReadAheadSize takes a whole number from 0 to 4294967295, not "4294967296""#]),
        Mistake(
            "a status out of its range",
            #"""
            <configuration>
              <system.webServer>
                <httpErrors><error statusCode="1000" path="a"/></httpErrors>
              </system.webServer>
            </configuration>
            """#,
            [#"3:24: statusCode takes a number from 400 to 999, not 1000"#]),
        Mistake(
            "a remove without its key",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><remove/></staticContent>
              </system.webServer>
            </configuration>
            """#,
            [#"3:20: <remove> lacks the attribute "fileExtension", which says what to take away"#]),
        Mistake(
            "a remove with another attribute",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><remove extension=".a"/></staticContent>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:20: <remove> lacks the attribute "fileExtension", which says what to take away"#,
                #"3:28: <remove> takes fileExtension only, not "extension"; take it out"#,
            ]),
        Mistake(
            "a lock that is neither true nor false",
            #"""
            <configuration>
              <system.webServer>
                <handlers><add name="a" path="*" verb="*" lockItem="yes"/></handlers>
              </system.webServer>
            </configuration>
            """#,
            [#"3:47: lockItem takes true or false, not "yes""#]),
        Mistake(
            "a section twice",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse/>
                <directoryBrowse/>
              </system.webServer>
            </configuration>
            """#,
            [#"4:5: <directoryBrowse> is here already, in a.config:3:5; put the two together"#]),
        Mistake(
            "a section in its own location twice",
            #"""
            <configuration>
              <location path="a"><system.webServer><caching/><caching/></system.webServer></location>
              <system.webServer>
                <urlCompression/>
              </system.webServer>
            </configuration>
            """#,
            [#"2:50: <caching> is here already, in a.config:2:40; put the two together"#]),
        Mistake(
            "an attribute of a location",
            #"""
            <configuration>
              <location path="a" override="true"/>
              <system.webServer>

              </system.webServer>
            </configuration>
            """#,
            [
                #"2:22: <location> has no attribute "override"; known here: allowOverride, inheritInChildApplications, overrideMode, path"#
            ]),
        Mistake(
            "a mode of a location",
            #"""
            <configuration>
              <location path="a" overrideMode="No"/>
              <system.webServer>

              </system.webServer>
            </configuration>
            """#,
            [#"2:22: overrideMode takes Inherit, Allow or Deny, not "No""#]),
        Mistake(
            "an allowOverride of a location",
            #"""
            <configuration>
              <location path="a" allowOverride="No"/>
              <system.webServer>

              </system.webServer>
            </configuration>
            """#,
            [#"2:22: allowOverride takes true or false, not "No""#]),
        Mistake(
            "a section that a location locks",
            #"""
            <configuration>
              <location path="a" overrideMode="Deny"><system.webServer><directoryBrowse enabled="false"/></system.webServer></location>
              <location path="A/b"><system.webServer><directoryBrowse enabled="true"/></system.webServer></location>
            </configuration>
            """#,
            [#"3:42: <directoryBrowse> is locked here by a.config:2:3; only places above may say what it is"#]),
        Mistake(
            "a section that a location locks by allowOverride",
            #"""
            <configuration>
              <location path="." allowOverride="false"><system.webServer><urlCompression/></system.webServer></location>
              <location path="b"><system.webServer><urlCompression doStaticCompression="false"/></system.webServer></location>
            </configuration>
            """#,
            [#"3:40: <urlCompression> is locked here by a.config:2:3; only places above may say what it is"#]),
        Mistake(
            "a locked attribute",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse enabled="false" lockAttributes="enabled"/>
              </system.webServer>
              <location path="a"><system.webServer><directoryBrowse enabled="true"/></system.webServer></location>
            </configuration>
            """#,
            [#"5:57: enabled is locked here by a.config:3:38"#]),
        Mistake(
            "all attributes locked but one",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse lockAllAttributesExcept="showFlags"/>
              </system.webServer>
              <location path="a"><system.webServer><directoryBrowse enabled="true" showFlags="Date"/></system.webServer></location>
            </configuration>
            """#,
            [#"5:57: enabled is locked here by a.config:3:22"#]),
        Mistake(
            "a locked element",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument lockElements="files"/>
              </system.webServer>
              <location path="a"><system.webServer><defaultDocument><files><add value="a"/></files></defaultDocument></system.webServer></location>
            </configuration>
            """#,
            [#"5:57: <files> is locked here by a.config:3:22"#]),
        Mistake(
            "all elements locked but one",
            #"""
            <configuration>
              <system.webServer>
                <httpProtocol lockAllElementsExcept="redirectHeaders"/>
              </system.webServer>
              <location path="a"><system.webServer><httpProtocol><customHeaders/></httpProtocol></system.webServer></location>
            </configuration>
            """#,
            [#"5:54: <customHeaders> is locked here by a.config:3:19"#]),
    ]
}
