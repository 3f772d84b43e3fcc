/// The sites of a server, with IIS's names, types and defaults.
extension BuiltInSchemas {
    static let sites = #"""
        <configSchema>
          <sectionSchema name="system.applicationHost/sites">
            <element name="siteDefaults">
              <attribute name="name" type="string"/>
              <attribute name="id" type="uint"/>
              <attribute name="serverAutoStart" type="bool" defaultValue="true"/>
              \#(site)
            </element>
            <element name="applicationDefaults">\#(application)</element>
            <element name="virtualDirectoryDefaults">\#(virtualDirectoryDefaults)</element>
            <collection addElement="site" removeElement="remove" clearElement="clear" defaultElement="siteDefaults">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="siteName"/>
              <attribute name="id" type="uint" required="false" validationType="integerRange" validationParameter="1,4294967295"/>
              <attribute name="serverAutoStart" type="bool" defaultValue="true"/>
              \#(site)
              <element name="applicationDefaults">\#(application)</element>
              <element name="virtualDirectoryDefaults">\#(virtualDirectoryDefaults)</element>
              <collection addElement="application" clearElement="clear" removeElement="remove" defaultElement="applicationDefaults">
                <attribute name="path" type="string" isUniqueKey="true" required="true"/>
                \#(application)
                <element name="virtualDirectoryDefaults">\#(virtualDirectoryDefaults)</element>
                <collection addElement="virtualDirectory" clearElement="clear" removeElement="remove" defaultElement="virtualDirectoryDefaults">
                  <attribute name="path" type="string" isUniqueKey="true" required="true"/>
                  <attribute name="physicalPath" type="string" expanded="true" required="true" validationType="nonEmptyString"/>
                  \#(virtualDirectory)
                </collection>
              </collection>
            </collection>
          </sectionSchema>
        </configSchema>
        """#

    private static let application = #"""
        <attribute name="applicationPool" type="string" validationType="applicationPoolName"/>
        <attribute name="enabledProtocols" type="string" defaultValue="http"/>
        <attribute name="serviceAutoStartEnabled" type="bool" defaultValue="false"/>
        <attribute name="serviceAutoStartProvider" type="string"/>
        <attribute name="preloadEnabled" type="bool" defaultValue="false"/>
        """#

    /// Items have both themselves; the paths are there so that files that have them are read.
    private static let virtualDirectoryDefaults = #"""
        <attribute name="path" type="string"/>
        <attribute name="physicalPath" type="string" expanded="true"/>
        \#(virtualDirectory)
        """#

    private static let virtualDirectory = #"""
        <attribute name="userName" type="string"/>
        <attribute name="password" type="string" caseSensitive="true"/>
        <attribute name="logonMethod" type="enum" defaultValue="ClearText">
          <enum name="Interactive" value="0"/><enum name="Batch" value="1"/><enum name="Network" value="2"/><enum name="ClearText" value="3"/>
        </attribute>
        <attribute name="allowSubDirConfig" type="bool" defaultValue="true"/>
        """#

    private static let site = #"""
        <element name="bindings">
          <collection addElement="binding" removeElement="remove" clearElement="clear" allowDuplicates="false">
            <attribute name="protocol" type="string" isCombinedKey="true" required="true" validationType="nonEmptyString"/>
            <attribute name="bindingInformation" type="string" isCombinedKey="true" required="true"/>
            <attribute name="sslFlags" type="uint" defaultValue="0" validationType="integerRange" validationParameter="0,255"/>
          </collection>
        </element>
        <element name="limits">
          <attribute name="maxBandwidth" type="uint" defaultValue="4294967295" validationType="integerRange" validationParameter="1024,4294967295"/>
          <attribute name="maxConnections" type="uint" defaultValue="4294967295"/>
          <attribute name="connectionTimeout" type="timeSpan" defaultValue="00:02:00" validationType="timeSpanRange" validationParameter="0,65535,1"/>
          <attribute name="maxUrlSegments" type="uint" defaultValue="32" validationType="integerRange" validationParameter="0,16383"/>
        </element>
        <element name="logFile">
          <attribute name="logExtFileFlags" type="flags" defaultValue="Date, Time, ClientIP, UserName, ServerIP, Method, UriStem, UriQuery, TimeTaken, HttpStatus, Win32Status, ServerPort, UserAgent, HttpSubStatus, Referer">
            <flag name="Date" value="1"/><flag name="Time" value="2"/><flag name="ClientIP" value="4"/><flag name="UserName" value="8"/>
            <flag name="SiteName" value="16"/><flag name="ComputerName" value="32"/><flag name="ServerIP" value="64"/><flag name="Method" value="128"/>
            <flag name="UriStem" value="256"/><flag name="UriQuery" value="512"/><flag name="HttpStatus" value="1024"/><flag name="Win32Status" value="2048"/>
            <flag name="BytesSent" value="4096"/><flag name="BytesRecv" value="8192"/><flag name="TimeTaken" value="16384"/><flag name="ServerPort" value="32768"/>
            <flag name="UserAgent" value="65536"/><flag name="Cookie" value="131072"/><flag name="Referer" value="262144"/>
            <flag name="ProtocolVersion" value="524288"/><flag name="Host" value="1048576"/><flag name="HttpSubStatus" value="2097152"/>
          </attribute>
          <attribute name="customLogPluginClsid" type="string"/>
          <attribute name="logFormat" type="enum" defaultValue="W3C">
            <enum name="IIS" value="0"/><enum name="NCSA" value="1"/><enum name="W3C" value="2"/><enum name="Custom" value="3"/>
          </attribute>
          <attribute name="logTargetW3C" type="flags" defaultValue="File"><flag name="File" value="1"/><flag name="ETW" value="2"/></attribute>
          <attribute name="directory" type="string" expanded="true" defaultValue="%SystemDrive%\inetpub\logs\LogFiles" validationType="nonEmptyString"/>
          <attribute name="period" type="enum" defaultValue="Daily">
            <enum name="Hourly" value="4"/><enum name="Daily" value="1"/><enum name="Weekly" value="2"/><enum name="Monthly" value="3"/><enum name="MaxSize" value="0"/>
          </attribute>
          <attribute name="truncateSize" type="int64" defaultValue="20971520"/>
          <attribute name="localTimeRollover" type="bool" defaultValue="false"/>
          <attribute name="enabled" type="bool" defaultValue="true"/>
          <attribute name="logSiteId" type="bool" defaultValue="true"/>
          <attribute name="flushByEntryCountW3CLog" type="uint" defaultValue="0"/>
          <attribute name="maxLogLineLength" type="uint" defaultValue="65536" validationType="integerRange" validationParameter="2,65536"/>
          <element name="customFields">
            <attribute name="maxCustomFieldLength" type="uint" defaultValue="4096" validationType="integerRange" validationParameter="2,65536"/>
            <collection addElement="add" clearElement="clear">
              <attribute name="logFieldName" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="sourceName" type="string" required="true" validationType="nonEmptyString"/>
              <attribute name="sourceType" type="enum" required="true">
                <enum name="RequestHeader" value="0"/><enum name="ResponseHeader" value="1"/><enum name="ServerVariable" value="2"/>
              </attribute>
            </collection>
          </element>
        </element>
        <element name="hsts">
          <attribute name="enabled" type="bool" defaultValue="false"/>
          <attribute name="max-age" type="uint" defaultValue="0"/>
          <attribute name="includeSubDomains" type="bool" defaultValue="false"/>
          <attribute name="preload" type="bool" defaultValue="false"/>
          <attribute name="redirectHttpToHttps" type="bool" defaultValue="false"/>
        </element>
        <element name="traceFailedRequestsLogging">
          <attribute name="enabled" type="bool" defaultValue="false"/>
          <attribute name="directory" type="string" expanded="true" defaultValue="%SystemDrive%\inetpub\logs\FailedReqLogFiles"/>
          <attribute name="maxLogFiles" type="uint" defaultValue="50" validationType="integerRange" validationParameter="1,10000"/>
          <attribute name="maxLogFileSizeKB" type="uint" defaultValue="1024" validationType="integerRange" validationParameter="0,1048576"/>
          <attribute name="customActionsEnabled" type="bool" defaultValue="false"/>
        </element>
        """#
}
