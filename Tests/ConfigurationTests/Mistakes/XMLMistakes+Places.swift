// Each mistake that a configuration in XML can have, with the sentences that are told of it, place first.

extension MistakeTests {
    static let ofPlacesInXML: [Mistake] = [
        Mistake(
            "a locked clear",
            #"""
            <configuration>
              <system.webServer>
                <staticContent lockElements="clear, remove"/>
              </system.webServer>
              <location path="a"><system.webServer><staticContent><clear/></staticContent></system.webServer></location>
            </configuration>
            """#,
            [#"5:55: <clear> is locked here by a.config:3:20"#]),
        Mistake(
            "a locked item that is removed",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><mimeMap fileExtension=".a" mimeType="b/c" lockItem="true"/></staticContent>
              </system.webServer>
              <location path="a"><system.webServer><staticContent><remove fileExtension=".A"/></staticContent></system.webServer></location>
            </configuration>
            """#,
            [#"5:55: <remove> would take away <mimeMap fileExtension=".a">, which is locked by a.config:3:63"#]),
        Mistake(
            "a locked item that is cleared",
            #"""
            <configuration>
              <system.webServer>
                <staticContent><mimeMap fileExtension=".a" mimeType="b/c" lockItem="true"/></staticContent>
              </system.webServer>
              <location path="a"><system.webServer><staticContent><clear/></staticContent></system.webServer></location>
            </configuration>
            """#,
            [#"5:55: <clear> would take away <mimeMap fileExtension=".a">, which is locked by a.config:3:63"#]),
        Mistake(
            "addresses allowed only where listed",
            #"""
            <configuration>
              <system.webServer>
                <security><ipSecurity allowUnlisted="false"/></security>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:15: the section system.webServer/security/ipSecurity protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "anonymous users shut out",
            #"""
            <configuration>
              <system.webServer>
                <security><authentication><anonymousAuthentication enabled="false"/></authentication></security>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:31: the section system.webServer/security/authentication/anonymousAuthentication protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "Windows users only",
            #"""
            <configuration>
              <system.webServer>
                <security><authentication><windowsAuthentication enabled="true"/></authentication></security>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:31: the section system.webServer/security/authentication/windowsAuthentication protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "requests filtered",
            #"""
            <configuration>
              <system.webServer>
                <security><requestFiltering><hiddenSegments><add segment="secret"/></hiddenSegments></requestFiltering></security>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:15: the section system.webServer/security/requestFiltering protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a rule of ASP.NET",
            #"""
            <configuration>
              <system.web>
                <authorization><deny users="?"/></authorization>
              </system.web>
            </configuration>
            """#,
            [
                #"3:5: the section system.web/authorization protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "security that is not known",
            #"""
            <configuration>
              <system.webServer>
                <security><newProtection enabled="true"/></security>
              </system.webServer>
            </configuration>
            """#,
            [
                #"3:15: the section system.webServer/security/newProtection protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a declaration without a name",
            #"""
            <configuration>
              <configSections><section overrideModeDefault="Deny"/></configSections>
            </configuration>
            """#,
            [#"2:19: <section> lacks the attribute "name""#]),
        Mistake(
            "a declaration of another kind",
            #"""
            <configuration>
              <configSections><group name="a"/></configSections>
            </configuration>
            """#,
            [#"2:19: <configSections> holds sectionGroup and section, not <group>"#]),
        Mistake(
            "a mode of a declaration",
            #"""
            <configuration>
              <configSections><section name="a" overrideModeDefault="Never"/></configSections>
            </configuration>
            """#,
            [#"2:37: overrideModeDefault takes Inherit, Allow or Deny, not "Never""#]),
        Mistake(
            "an encrypted value",
            #"""
            <configuration>
              <system.webServer>
                <security><authentication><anonymousAuthentication userName="[enc:IISWASOnlyAesProvider:ab:enc]"/></authentication></security>
              </system.webServer>
            </configuration>
            """#,
            [#"3:56: the encrypted value of userName cannot be read here; write it in the clear"#]),
        Mistake(
            "an encoding that is not known",
            #"""
            <?xml version="1.0" encoding="klingon"?>
            <configuration/>
            """#,
            [#"1:1: the encoding "klingon" is not known here; save the file as UTF-8"#]),
        Mistake(
            "a pool whose name cannot be",
            #"""
            <configuration>
              <system.applicationHost><applicationPools><add name="a|b"/></applicationPools></system.applicationHost>
            </configuration>
            """#,
            [#"2:50: name must not contain "|""#]),
        Mistake(
            "a pool that stops too soon",
            #"""
            <configuration>
              <system.applicationHost><applicationPools><add name="a"><processModel idleTimeout="00:00:30"/></add></applicationPools></system.applicationHost>
            </configuration>
            """#,
            [#"2:73: idleTimeout takes a multiple of 00:01:00, not 00:00:30"#]),
        Mistake(
            "sites",
            #"""
            <configuration>
              <system.applicationHost><sites><site name="a" id="1"/></sites></system.applicationHost>
            </configuration>
            """#,
            [#"2:34: the site "a" has no application "/", which each site needs"#]),
        Mistake(
            "a site whose name cannot be",
            #"""
            <configuration>
              <system.applicationHost><sites><site name="a/b" id="1"/></sites></system.applicationHost>
            </configuration>
            """#,
            [#"2:40: name must not contain "/""#]),
        Mistake(
            "an end of CDATA in text",
            #"<configuration>]]></configuration>"#,
            [#"1:16: the XML is not well-formed: Sequence ']]>' not allowed in content"#]),
        Mistake(
            "more attributes than any schema has",
            "<configuration \((0..<300).map { "a\($0)=''" }.joined(separator: " "))/>",
            [#"1:1: <configuration> has more than 256 attributes; no schema has so many"#]),
        Mistake(
            "access at a wrong level",
            #"""
            <configuration>
              <system.webServer>
                <access sslFlags="SslRequireCert"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:5: there is no section <access> here; did you mean system.webServer/security/access?"#]),
        Mistake(
            "security in another case",
            #"""
            <configuration>
              <system.webServer>
                <Security><authorization><add accessType="Deny" users="*"/></authorization></Security>
              </system.webServer>
            </configuration>
            """#,
            [#"3:5: there is no section <Security> here; did you mean system.webServer/security?"#]),
        Mistake(
            "a group in another case",
            #"""
            <configuration>
              <System.webServer><caching/></System.webServer>
            </configuration>
            """#,
            [#"2:3: there is no section <System.webServer> here; did you mean system.webServer?"#]),
        Mistake(
            "rules that are elsewhere",
            #"""
            <configuration>
              <system.web><authorization configSource="authz.config"/></system.web>
            </configuration>
            """#,
            [
                #"2:15: the section system.web/authorization protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a location of no site",
            #"""
            <configuration>
              <location path="up"><system.webServer><handlers accessPolicy="None"/></system.webServer></location>
            </configuration>
            """#,
            [#"2:3: a path begins with the name of its site, as in Default Web Site/up; there is only that one"#]),
        Mistake(
            "a module without an image",
            #"""
            <configuration>
              <system.webServer>
                <globalModules><add name="gate" image="gate.so"/></globalModules>
                <modules><add name="gates"/></modules>
              </system.webServer>
            </configuration>
            """#,
            [#"4:19: the module "gates" has no image; add it to globalModules, or take it out"#]),
        Mistake(
            "settings of a module that is not there",
            #"""
            <configuration>
              <modhost><modules><add name="gate" execution="pool"/></modules></modhost>
            </configuration>
            """#,
            [#"2:26: the module "gate" is not among the modules; add it there, or take its settings out"#]),
        Mistake(
            "a time beyond all numbers",
            #"""
            <configuration>
              <modhost><limits headTime="10675199.03:00"/></modhost>
            </configuration>
            """#,
            [#"2:20: headTime takes a time such as 00:01:30, 1.12:00:00 or 90s, not "10675199.03:00""#]),
        Mistake(
            "a root that is empty",
            #"""
            <configuration>
              <modhost><site root=""/></modhost>
            </configuration>
            """#,
            [#"2:18: root must not be empty"#]),
        Mistake(
            "a location in a location",
            #"""
            <configuration>
              <location path="a"><location path="b"><system.webServer><security><access sslFlags="Ssl"/></security></system.webServer></location></location>
            </configuration>
            """#,
            [#"2:22: a location cannot stand in a location; write its whole path in one of its own"#]),
        Mistake(
            "a location in another case",
            #"""
            <configuration>
              <Location path="a"><system.webServer><caching/></system.webServer></Location>
            </configuration>
            """#,
            [#"2:3: there is no element <Location> here; did you mean <location>?"#]),
        Mistake(
            "a location of another namespace",
            #"""
            <configuration>
              <x:location xmlns:x="u" path="a"><system.webServer><caching/></system.webServer></x:location>
            </configuration>
            """#,
            [#"2:3: there is no element <x:location> here; did you mean <location>?"#]),
        Mistake(
            "protection in an element that is none",
            #"""
            <configuration>
              <mine><system.webServer><serverRuntime enabled="false"/></system.webServer></mine>
            </configuration>
            """#,
            [
                #"2:27: the section mine/system.webServer/serverRuntime protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a zero behind the root",
            "<configuration/>\0<system.webServer/>",
            [#"1:17: this is a zero, which no text has; take it out"#]),
        Mistake(
            "a lock of an attribute that is none",
            #"""
            <configuration>
              <system.webServer>
                <directoryBrowse lockAttributes="Enabled"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: lockAttributes names the attribute "Enabled", which is not there; did you mean "enabled"?"#]),
        Mistake(
            "a lock of an element that is none",
            #"""
            <configuration>
              <system.webServer>
                <defaultDocument lockElements="fils"/>
              </system.webServer>
            </configuration>
            """#,
            [#"3:22: lockElements names the element "fils", which is not there; did you mean "files"?"#]),
        Mistake(
            "an attribute of a declaration",
            #"""
            <configuration>
              <configSections><section name="a" overrideModDefault="Deny"/></configSections>
            </configuration>
            """#,
            [#"2:37: <section> has no attribute "overrideModDefault"; did you mean "overrideModeDefault"?"#]),
        Mistake(
            "two modes of a location",
            #"""
            <configuration>
              <location path="a" overrideMode="Deny" allowOverride="true"/>
            </configuration>
            """#,
            [#"2:42: allowOverride says the same as overrideMode; keep one of them"#]),
    ]
}
