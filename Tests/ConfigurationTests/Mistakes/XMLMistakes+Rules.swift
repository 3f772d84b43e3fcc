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
        Mistake(
            "attributes of what only holds others together",
            #"""
            <configuration xmlns="urn:a" xmlns:b="urn:b" file="other.config" b:c="d">
              <configSections source="a"><sectionGroup name="e" type="f" mode="g"/></configSections>
              <system.webServer configSource="web.config"><security enabled="false"/></system.webServer>
            </configuration>
            """#,
            [
                #"1:46: <configuration> has no attribute "file"; take it out"#,
                #"1:66: <configuration> has no attribute "b:c"; take it out"#,
                #"2:19: <configSections> has no attribute "source"; take it out"#,
                #"2:62: <sectionGroup> has no attribute "mode"; known here: name, type"#,
                #"3:21: <system.webServer> has no attribute "configSource"; take it out"#,
                #"3:57: <security> has no attribute "enabled"; take it out"#,
            ]),
        Mistake(
            "text where there is none",
            #"""
            <configuration>
              a<configSections>b<sectionGroup name="e">c<section name="d">d</section></sectionGroup></configSections>
              <system.webServer><![CDATA[e]]><caching>f</caching><staticContent><clear>g</clear></staticContent></system.webServer>
              <location path="a">&lt;</location>
              <elsewhere>text is for those who read it</elsewhere>
            </configuration>
            """#,
            [
                #"1:1: <configuration> has text within, which says nothing here; take it out, or write an attribute"#,
                #"2:4: <configSections> has text within, which says nothing here; take it out, or write an attribute"#,
                #"2:21: <sectionGroup> has text within, which says nothing here; take it out, or write an attribute"#,
                #"2:45: <section> has text within, which says nothing here; take it out, or write an attribute"#,
                #"3:3: <system.webServer> has text within, which says nothing here; take it out, or write an attribute"#,
                #"3:34: <caching> has text within, which says nothing here; take it out, or write an attribute"#,
                #"3:69: <clear> has text within, which says nothing here; take it out, or write an attribute"#,
                #"4:3: <location> has text within, which says nothing here; take it out, or write an attribute"#,
            ]),
        Mistake(
            "a section that is declared in two places",
            #"""
            <configuration>
              <configSections><section name="a" overrideModeDefault="Allow"/></configSections>
              <configSections><section name="a" overrideModeDefault="Deny"/></configSections>
            </configuration>
            """#,
            [#"3:19: a is declared already, in a.config:2:19; keep one of them"#]),
        Mistake(
            "a declaration that says no place",
            #"""
            <configuration>
              <configSections><section name="a" allowDefinition="Nowhere"/></configSections>
            </configuration>
            """#,
            [
                #"2:37: allowDefinition takes one of MachineOnly, MachineToWebRoot, AppHostOnly, MachineToApplication, Everywhere, not "Nowhere""#
            ]),
        Mistake(
            "a declaration in another case",
            #"""
            <configuration>
              <configSections><sectionGroup name="System.WebServer"><section name="caching" overrideModeDefault="Deny"/></sectionGroup></configSections>
            </configuration>
            """#,
            [#"2:57: there is no section System.WebServer/caching; did you mean system.webServer/caching?"#]),
        Mistake(
            "pools of a location",
            #"""
            <configuration>
              <location path="a"><system.applicationHost><applicationPools/></system.applicationHost></location>
            </configuration>
            """#,
            [
                #"2:46: the section system.applicationHost/applicationPools is for the whole server; take it out of the location"#
            ]),
        Mistake(
            "paths of locations that could be taken for others",
            #"""
            <configuration>
              <location path="s\admin"/>
              <location path="/s/admin"/>
              <location path="/"/>
              <location path="s/./admin"/>
              <location path="../admin"/>
              <location path="s/*"/>
              <location path="s/admin."/>
              <location path="s /admin"/>
            </configuration>
            """#,
            [
                #"2:13: path takes names with slashes between them, not "s\admin""#,
                #"3:13: path begins with a name and not with a slash; for all that is here write ".""#,
                #"4:13: path begins with a name and not with a slash; for all that is here write ".""#,
                #"5:13: path takes the names themselves, and neither . nor .. among them"#,
                #"6:13: path takes the names themselves, and neither . nor .. among them"#,
                #"7:13: path names one place and takes neither * nor ?; it holds for all that is below"#,
                #"8:13: path names "admin.", which Windows takes for the name without its end, and this machine does not; write the name that is meant"#,
                #"9:13: path names "s ", which Windows takes for the name without its end, and this machine does not; write the name that is meant"#,
            ]),
        Mistake(
            "a section in two locations of one path",
            #"""
            <configuration>
              <location path="Site/Admin" overrideMode="Deny"><system.webServer><caching enabled="false"/></system.webServer></location>
              <location path="site//admin/" overrideMode="Allow"><system.webServer><caching enabled="true"/></system.webServer></location>
            </configuration>
            """#,
            [
                #"3:72: <caching> is in a location of the same path already, in a.config:2:69; put the two together"#,
                #"3:72: <caching> is locked here by a.config:2:3; only places above may say what it is"#,
            ]),
        Mistake(
            "a location in a group",
            #"""
            <configuration>
              <system.webServer><Location path="s"><directoryBrowse enabled="false"/></Location></system.webServer>
            </configuration>
            """#,
            [#"2:21: a location stands beside <system.webServer>, not in it; move it out"#]),
        Mistake(
            "requests that rules turn away",
            #"""
            <configuration>
              <system.webServer><rewrite><rules>
                <rule name="a"><match url="^admin"/><action type="AbortRequest"/></rule>
              </rules></rewrite></system.webServer>
            </configuration>
            """#,
            [
                #"3:5: the section system.webServer/rewrite/rules protects something, and nothing here enforces it; take it out, or list it under "unenforced""#
            ]),
        Mistake(
            "a section that protects at several places",
            #"""
            <configuration>
              <system.webServer><security><access sslFlags="Ssl"/></security></system.webServer>
              <location path="Default Web Site/a"><system.webServer><security><access sslFlags="SslRequireCert"/></security></system.webServer></location>
              <location path="Default Web Site/b"><system.web><authorization><deny users="?"/></authorization></system.web></location>
              <location path="Default Web Site/c"><system.webServer><security><access sslFlags="SslRequireCert"/></security></system.webServer></location>
              <location path="Default Web Site/d"><system.web><authorization><deny users="?"/></authorization></system.web></location>
            </configuration>
            """#,
            [
                #"2:31: the section system.webServer/security/access protects something, and nothing here enforces it; take it out, or list it under "unenforced"; and 2 more places, the last in line 5"#,
                #"4:51: the section system.web/authorization protects something, and nothing here enforces it; take it out, or list it under "unenforced"; and one more place, in line 6"#,
            ]),
        Mistake(
            "a pool that is not there",
            #"""
            <configuration>
              <system.applicationHost>
                <applicationPools><add name="DefaultAppPool"/><add name="shop"/></applicationPools>
                <sites>
                  <applicationDefaults applicationPool="first"/>
                  <site name="a"><bindings><binding protocol="http" bindingInformation="*:80:"/></bindings>
                    <application path="/"><virtualDirectory path="/" physicalPath="/a"/></application>
                    <application path="/b/" applicationPool="shops"><virtualDirectory path="/" physicalPath="/b"/></application>
                  </site>
                </sites>
              </system.applicationHost>
            </configuration>
            """#,
            [
                #"5:28: there is no application pool "first", which a/ names; known here: DefaultAppPool, shop"#,
                #"8:33: there is no application pool "shops", which a/b names; did you mean "shop"?"#,
            ]),
        Mistake(
            "a drive and a variable at several places",
            #"""
            <configuration>
              <system.applicationHost><sites>
                <site name="a"><bindings><binding protocol="http" bindingInformation="*:80:"/></bindings><application path="/">
                  <virtualDirectory path="/" physicalPath="C:\a"/>
                  <virtualDirectory path="/b" physicalPath="%gone%\b"/>
                  <virtualDirectory path="/c" physicalPath="c:\c"/>
                  <virtualDirectory path="/d" physicalPath="%Gone%\d"/>
                  <virtualDirectory path="/e" physicalPath="D:\e"/>
                  <virtualDirectory path="/f" physicalPath="C:\f"/>
                </application></site>
              </sites></system.applicationHost>
            </configuration>
            """#,
            [
                #"4:34: physicalPath begins with the drive C:, which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server; and 2 more places, the last in line 9"#,
                #"5:35: physicalPath names the variable %gone%, which is not set; set it where the server is started, or write what it stands for; and one more place, in line 7"#,
                #"8:35: physicalPath begins with the drive D:, which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server"#,
            ]),
    ]
}
