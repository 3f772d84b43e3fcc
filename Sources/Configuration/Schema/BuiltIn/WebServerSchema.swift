/// The sections of `system.webServer` but for security, with IIS's names, types and defaults.
extension BuiltInSchemas {
    static let webServer = #"""
        <configSchema>
          <sectionSchema name="system.webServer/globalModules">
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="image" type="string" expanded="true" required="true" validationType="nonEmptyString"/>
              <attribute name="preCondition" type="string"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/modules">
            <attribute name="runAllManagedModulesForAllRequests" type="bool" defaultValue="false"/>
            <attribute name="runManagedModulesForWebDavRequests" type="bool" defaultValue="false"/>
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="type" type="string"/>
              <attribute name="preCondition" type="string"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/handlers">
            <attribute name="accessPolicy" type="flags" defaultValue="Read">\#(access)
              <flag name="NoRemoteWrite" value="1024"/><flag name="NoRemoteRead" value="4096"/><flag name="NoRemoteExecute" value="8192"/><flag name="NoRemoteScript" value="16384"/>
            </attribute>
            <collection addElement="add" removeElement="remove" clearElement="clear" mergeAppend="false">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="path" type="string" required="true" validationType="nonEmptyString"/>
              <attribute name="verb" type="string" required="true"/>
              <attribute name="type" type="string"/>
              <attribute name="modules" type="string" defaultValue="ManagedPipelineHandler"/>
              <attribute name="scriptProcessor" type="string" expanded="true"/>
              <attribute name="resourceType" type="enum" defaultValue="Unspecified">
                <enum name="File" value="0"/><enum name="Directory" value="1"/><enum name="Either" value="2"/><enum name="Unspecified" value="3"/>
              </attribute>
              <attribute name="requireAccess" type="enum" defaultValue="Script">
                <enum name="None" value="0"/><enum name="Read" value="1"/><enum name="Write" value="2"/><enum name="Script" value="3"/><enum name="Execute" value="4"/>
              </attribute>
              <attribute name="allowPathInfo" type="bool" defaultValue="false"/>
              <attribute name="preCondition" type="string"/>
              <attribute name="responseBufferLimit" type="uint" defaultValue="4194304"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/defaultDocument">
            <attribute name="enabled" type="bool" defaultValue="true"/>
            <element name="files">
              <collection addElement="add" removeElement="remove" clearElement="clear" mergeAppend="false">
                <attribute name="value" type="string" isUniqueKey="true" required="true"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="system.webServer/directoryBrowse">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="showFlags" type="flags" defaultValue="Date, Time, Size, Extension">
              <flag name="None" value="0"/><flag name="Date" value="2"/><flag name="Time" value="4"/><flag name="Size" value="8"/>
              <flag name="Extension" value="16"/><flag name="LongDate" value="32"/>
            </attribute>
            <attribute name="virtualDirectoryTimeout" type="uint" defaultValue="5"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/staticContent">
            <attribute name="defaultDocFooter" type="string"/>
            <attribute name="isDocFooterFileName" type="bool" defaultValue="false"/>
            <attribute name="enableDocFooter" type="bool" defaultValue="false"/>
            <element name="clientCache">
              <attribute name="cacheControlMode" type="enum" defaultValue="NoControl">
                <enum name="NoControl" value="0"/><enum name="DisableCache" value="1"/><enum name="UseMaxAge" value="2"/><enum name="UseExpires" value="3"/>
              </attribute>
              <attribute name="cacheControlMaxAge" type="timeSpan" defaultValue="1.00:00:00" validationType="timeSpanRange" validationParameter="0,4294967295,1"/>
              <attribute name="httpExpires" type="string"/>
              <attribute name="cacheControlCustom" type="string"/>
              <attribute name="setEtag" type="bool" defaultValue="true"/>
            </element>
            <collection addElement="mimeMap" removeElement="remove" clearElement="clear" mergeAppend="false">
              <attribute name="fileExtension" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="mimeType" type="string" required="true" validationType="nonEmptyString"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/httpErrors">
            <attribute name="errorMode" type="enum" defaultValue="DetailedLocalOnly">
              <enum name="DetailedLocalOnly" value="0"/><enum name="Custom" value="1"/><enum name="Detailed" value="2"/>
            </attribute>
            <attribute name="existingResponse" type="enum" defaultValue="Auto">
              <enum name="Auto" value="0"/><enum name="Replace" value="1"/><enum name="PassThrough" value="2"/>
            </attribute>
            <attribute name="defaultPath" type="string" expanded="true"/>
            <attribute name="defaultResponseMode" type="enum" defaultValue="File">\#(responseModes)</attribute>
            <attribute name="detailedMoreInformationLink" type="string" defaultValue="https://go.microsoft.com/fwlink/?LinkID=62293"/>
            <attribute name="allowAbsolutePathsWhenDelegated" type="bool" defaultValue="false"/>
            <collection addElement="error" removeElement="remove" clearElement="clear">
              <attribute name="statusCode" type="uint" isCombinedKey="true" required="true" validationType="integerRange" validationParameter="400,999"/>
              <attribute name="subStatusCode" type="int" isCombinedKey="true" defaultValue="-1" validationType="integerRange" validationParameter="-1,999"/>
              <attribute name="prefixLanguageFilePath" type="string" expanded="true"/>
              <attribute name="path" type="string" required="true" expanded="true" validationType="nonEmptyString"/>
              <attribute name="responseMode" type="enum" defaultValue="File">\#(responseModes)</attribute>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/httpProtocol">
            <attribute name="allowKeepAlive" type="bool" defaultValue="true"/>
            <element name="customHeaders">\#(headers)</element>
            <element name="redirectHeaders">\#(headers)</element>
          </sectionSchema>
          <sectionSchema name="system.webServer/httpRedirect">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="destination" type="string"/>
            <attribute name="exactDestination" type="bool" defaultValue="false"/>
            <attribute name="childOnly" type="bool" defaultValue="false"/>
            <attribute name="httpResponseStatus" type="enum" defaultValue="Found">
              <enum name="Permanent" value="301"/><enum name="Found" value="302"/><enum name="Temporary" value="307"/><enum name="PermRedirect" value="308"/>
            </attribute>
            <collection addElement="add" clearElement="clear" removeElement="remove">
              <attribute name="wildcard" type="string" isUniqueKey="true" required="true"/>
              <attribute name="destination" type="string"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/httpCompression">
            <attribute name="sendCacheHeaders" type="bool" defaultValue="false"/>
            <attribute name="expiresHeader" type="string" defaultValue="Wed, 01 Jan 1997 12:00:00 GMT"/>
            <attribute name="cacheControlHeader" type="string" defaultValue="max-age=86400"/>
            <attribute name="directory" type="string" expanded="true" defaultValue="%SystemDrive%\inetpub\temp\IIS Temporary Compressed Files"/>
            <attribute name="doDiskSpaceLimiting" type="bool" defaultValue="true"/>
            <attribute name="maxDiskSpaceUsage" type="uint" defaultValue="100"/>
            <attribute name="minFileSizeForComp" type="uint" defaultValue="2700"/>
            <attribute name="noCompressionForHttp10" type="bool" defaultValue="true"/>
            <attribute name="noCompressionForProxies" type="bool" defaultValue="true"/>
            <attribute name="noCompressionForRange" type="bool" defaultValue="true"/>
            <attribute name="staticCompressionDisableCpuUsage" type="uint" defaultValue="100"/>
            <attribute name="staticCompressionEnableCpuUsage" type="uint" defaultValue="50"/>
            <attribute name="dynamicCompressionDisableCpuUsage" type="uint" defaultValue="90"/>
            <attribute name="dynamicCompressionEnableCpuUsage" type="uint" defaultValue="50"/>
            <attribute name="dynamicCompressionBufferLimit" type="uint" defaultValue="65536"/>
            <attribute name="staticCompressionIgnoreHitFrequency" type="bool" defaultValue="false"/>
            <collection addElement="scheme" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true"/>
              <attribute name="doStaticCompression" type="bool" defaultValue="true"/>
              <attribute name="doDynamicCompression" type="bool" defaultValue="true"/>
              <attribute name="dll" type="string" expanded="true" required="true"/>
              <attribute name="staticCompressionLevel" type="uint" defaultValue="7" validationType="integerRange" validationParameter="0,11"/>
              <attribute name="dynamicCompressionLevel" type="uint" defaultValue="0" validationType="integerRange" validationParameter="0,11"/>
            </collection>
            <element name="staticTypes">\#(types)</element>
            <element name="dynamicTypes">\#(types)</element>
          </sectionSchema>
          <sectionSchema name="system.webServer/urlCompression">
            <attribute name="doStaticCompression" type="bool" defaultValue="true"/>
            <attribute name="doDynamicCompression" type="bool" defaultValue="true"/>
            <attribute name="dynamicCompressionBeforeCache" type="bool" defaultValue="false"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/serverRuntime">
            <attribute name="enabled" type="bool" defaultValue="true"/>
            <attribute name="appConcurrentRequestLimit" type="uint" defaultValue="5000"/>
            <attribute name="maxRequestEntityAllowed" type="uint" defaultValue="4294967295"/>
            <attribute name="uploadReadAheadSize" type="uint" defaultValue="49152" validationType="integerRange" validationParameter="0,2147483647"/>
            <attribute name="alternateHostName" type="string"/>
            <attribute name="enableNagling" type="bool" defaultValue="false"/>
            <attribute name="authenticatedUserOverride" type="enum" defaultValue="UseAuthenticatedUser">
              <enum name="UseAuthenticatedUser" value="1"/><enum name="UseWorkerProcessUser" value="2"/>
            </attribute>
            <attribute name="frequentHitThreshold" type="uint" defaultValue="2" validationType="integerRange" validationParameter="1,2147483647"/>
            <attribute name="frequentHitTimePeriod" type="timeSpan" defaultValue="00:00:10"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/webSocket">
            <attribute name="enabled" type="bool" defaultValue="true"/>
            <attribute name="receiveBufferLimit" type="uint" defaultValue="4194304"/>
            <attribute name="pingInterval" type="timeSpan" defaultValue="00:00:00"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/httpLogging">
            <attribute name="dontLog" type="bool" defaultValue="false"/>
            <attribute name="selectiveLogging" type="enum" defaultValue="LogAll">
              <enum name="LogAll" value="0"/><enum name="LogSuccessful" value="1"/><enum name="LogError" value="2"/>
            </attribute>
          </sectionSchema>
          <sectionSchema name="system.webServer/validation">
            <attribute name="validateIntegratedModeConfiguration" type="bool" defaultValue="true"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/caching">
            <attribute name="enabled" type="bool" defaultValue="true"/>
            <attribute name="enableKernelCache" type="bool" defaultValue="true"/>
            <attribute name="maxCacheSize" type="uint" defaultValue="0"/>
            <attribute name="maxResponseSize" type="uint" defaultValue="262144"/>
            <element name="profiles">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="extension" type="string" isUniqueKey="true" required="true"/>
                <attribute name="policy" type="enum" defaultValue="DontCache">\#(policies)</attribute>
                <attribute name="kernelCachePolicy" type="enum" defaultValue="DontCache">\#(policies)</attribute>
                <attribute name="duration" type="timeSpan" defaultValue="00:00:30"/>
                <attribute name="location" type="enum" defaultValue="Server">
                  <enum name="Any" value="0"/><enum name="Client" value="1"/><enum name="Downstream" value="2"/><enum name="Server" value="3"/>
                  <enum name="None" value="4"/><enum name="ServerAndClient" value="5"/>
                </attribute>
                <attribute name="varyByHeaders" type="string"/>
                <attribute name="varyByQueryString" type="string"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="system.webServer/applicationInitialization">
            <attribute name="remapManagedRequestsTo" type="string"/>
            <attribute name="skipManagedModules" type="bool" defaultValue="false"/>
            <attribute name="doAppInitAfterRestart" type="bool" defaultValue="false"/>
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="initializationPage" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="hostName" type="string" isCombinedKey="true"/>
            </collection>
          </sectionSchema>
        </configSchema>
        """#

    private static let access = #"""
        <flag name="None" value="0"/><flag name="Read" value="1"/><flag name="Write" value="2"/><flag name="Execute" value="4"/>
        <flag name="Source" value="16"/><flag name="Script" value="512"/>
        """#

    private static let responseModes = #"""
        <enum name="File" value="0"/><enum name="ExecuteURL" value="1"/><enum name="Redirect" value="2"/>
        """#

    private static let policies = #"""
        <enum name="DontCache" value="0"/><enum name="CacheUntilChange" value="1"/><enum name="CacheForTimePeriod" value="2"/><enum name="DisableCache" value="3"/>
        """#

    private static let headers = #"""
        <collection addElement="add" removeElement="remove" clearElement="clear">
          <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
          <attribute name="value" type="string"/>
        </collection>
        """#

    private static let types = #"""
        <collection addElement="add" removeElement="remove" clearElement="clear" mergeAppend="false">
          <attribute name="mimeType" type="string" isUniqueKey="true" required="true"/>
          <attribute name="enabled" type="bool" defaultValue="true"/>
        </collection>
        """#
}
