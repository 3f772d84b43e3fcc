/// The sections of `system.webServer/security`, with IIS's names, types and defaults.
extension BuiltInSchemas {
    static let security = #"""
        <configSchema>
          <sectionSchema name="system.webServer/security/access">
            <attribute name="sslFlags" type="flags" defaultValue="None">
              <flag name="None" value="0"/><flag name="Ssl" value="8"/><flag name="SslNegotiateCert" value="32"/><flag name="SslRequireCert" value="64"/>
              <flag name="SslMapCert" value="128"/><flag name="Ssl128" value="256"/>
            </attribute>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/anonymousAuthentication">
            <attribute name="enabled" type="bool" defaultValue="true"/>
            <attribute name="userName" type="string" defaultValue="IUSR"/>
            <attribute name="password" type="string" caseSensitive="true"/>
            <attribute name="logonMethod" type="enum" defaultValue="ClearText">\#(logonMethods)</attribute>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/basicAuthentication">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="realm" type="string"/>
            <attribute name="defaultLogonDomain" type="string"/>
            <attribute name="logonMethod" type="enum" defaultValue="ClearText">\#(logonMethods)</attribute>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/clientCertificateMappingAuthentication">
            <attribute name="enabled" type="bool" defaultValue="false"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/iisClientCertificateMappingAuthentication">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="oneToOneCertificateMappingsEnabled" type="bool" defaultValue="true"/>
            <attribute name="manyToOneCertificateMappingsEnabled" type="bool" defaultValue="true"/>
            <attribute name="logonMethod" type="enum" defaultValue="ClearText">\#(logonMethods)</attribute>
            <attribute name="defaultLogonDomain" type="string"/>
            <element name="manyToOneMappings">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="name" type="string" isUniqueKey="true" required="true"/>
                <attribute name="description" type="string"/>
                <attribute name="enabled" type="bool" defaultValue="true"/>
                <attribute name="permissionMode" type="enum" defaultValue="Allow"><enum name="Allow" value="1"/><enum name="Deny" value="2"/></attribute>
                <attribute name="userName" type="string"/>
                <attribute name="password" type="string" caseSensitive="true"/>
                <element name="rules">
                  <collection addElement="add" clearElement="clear">
                    <attribute name="certificateField" type="enum" required="true" isCombinedKey="true"><enum name="Subject" value="1"/><enum name="Issuer" value="2"/></attribute>
                    <attribute name="certificateSubField" type="string" required="true" isCombinedKey="true"/>
                    <attribute name="matchCriteria" type="string" required="true" isCombinedKey="true"/>
                    <attribute name="compareCaseSensitive" type="bool" isCombinedKey="true" defaultValue="true"/>
                  </collection>
                </element>
              </collection>
            </element>
            <element name="oneToOneMappings">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="enabled" type="bool" defaultValue="true"/>
                <attribute name="userName" type="string"/>
                <attribute name="password" type="string" caseSensitive="true"/>
                <attribute name="certificate" type="string" required="true" isUniqueKey="true"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/digestAuthentication">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="realm" type="string"/>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authentication/windowsAuthentication">
            <attribute name="enabled" type="bool" defaultValue="false"/>
            <attribute name="authPersistSingleRequest" type="bool" defaultValue="false"/>
            <attribute name="authPersistNonNTLM" type="bool" defaultValue="true"/>
            <attribute name="useKernelMode" type="bool" defaultValue="true"/>
            <attribute name="useAppPoolCredentials" type="bool" defaultValue="false"/>
            <element name="providers">
              <collection addElement="add" removeElement="remove" clearElement="clear" mergeAppend="false">
                <attribute name="value" type="string" isUniqueKey="true"/>
              </collection>
            </element>
            <element name="extendedProtection">
              <attribute name="tokenChecking" type="enum" defaultValue="None">
                <enum name="None" value="0"/><enum name="Allow" value="1"/><enum name="Require" value="2"/>
              </attribute>
              <attribute name="flags" type="flags" defaultValue="None">
                <flag name="None" value="0"/><flag name="Proxy" value="1"/><flag name="NoServiceNameCheck" value="2"/>
                <flag name="AllowDotlessSpn" value="4"/><flag name="ProxyCohosting" value="32"/>
              </attribute>
              <collection addElement="spn" removeElement="removeSpn" clearElement="clearSpns">
                <attribute name="name" type="string" required="true" isUniqueKey="true"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/authorization">
            <attribute name="bypassLoginPages" type="bool" defaultValue="true"/>
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="accessType" type="enum" required="true">
                <enum name="Allow" value="0"/><enum name="Deny" value="1"/>
              </attribute>
              <attribute name="users" type="string" isCombinedKey="true"/>
              <attribute name="roles" type="string" isCombinedKey="true"/>
              <attribute name="verbs" type="string" isCombinedKey="true"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/ipSecurity">
            <attribute name="allowUnlisted" type="bool" defaultValue="true"/>
            <attribute name="enableReverseDns" type="bool" defaultValue="false"/>
            <attribute name="enableProxyMode" type="bool" defaultValue="false"/>
            <attribute name="denyAction" type="enum" defaultValue="Forbidden">\#(denyActions)</attribute>
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="ipAddress" type="string" isCombinedKey="true"/>
              <attribute name="subnetMask" type="string" isCombinedKey="true" defaultValue="255.255.255.255"/>
              <attribute name="domainName" type="string" isCombinedKey="true"/>
              <attribute name="allowed" type="bool" defaultValue="false"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/dynamicIpSecurity">
            <attribute name="denyAction" type="enum" defaultValue="Forbidden">\#(denyActions)</attribute>
            <attribute name="enableProxyMode" type="bool" defaultValue="false"/>
            <attribute name="enableLoggingOnlyMode" type="bool" defaultValue="false"/>
            <element name="denyByConcurrentRequests">
              <attribute name="enabled" type="bool" defaultValue="false"/>
              <attribute name="maxConcurrentRequests" type="uint" defaultValue="5" validationType="integerRange" validationParameter="1,4294967295"/>
            </element>
            <element name="denyByRequestRate">
              <attribute name="enabled" type="bool" defaultValue="false"/>
              <attribute name="maxRequests" type="uint" defaultValue="20" validationType="integerRange" validationParameter="1,4294967295"/>
              <attribute name="requestIntervalInMilliseconds" type="uint" defaultValue="200" validationType="integerRange" validationParameter="1,4294967295"/>
            </element>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/isapiCgiRestriction">
            <attribute name="notListedIsapisAllowed" type="bool" defaultValue="false"/>
            <attribute name="notListedCgisAllowed" type="bool" defaultValue="false"/>
            <collection addElement="add" clearElement="clear" removeElement="remove">
              <attribute name="path" type="string" expanded="true" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
              <attribute name="allowed" type="bool" required="true"/>
              <attribute name="groupId" type="string"/>
              <attribute name="description" type="string"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/applicationDependencies">
            <collection addElement="application" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true"/>
              <attribute name="groupId" type="string"/>
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="groupId" type="string" isUniqueKey="true" required="true"/>
              </collection>
            </collection>
          </sectionSchema>
          <sectionSchema name="system.webServer/security/requestFiltering">
            <attribute name="allowDoubleEscaping" type="bool" defaultValue="false"/>
            <attribute name="allowHighBitCharacters" type="bool" defaultValue="true"/>
            <attribute name="unescapeQueryString" type="bool" defaultValue="true"/>
            <attribute name="removeServerHeader" type="bool" defaultValue="false"/>
            <element name="fileExtensions">
              <attribute name="allowUnlisted" type="bool" defaultValue="true"/>
              <attribute name="applyToWebDAV" type="bool" defaultValue="true"/>
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="fileExtension" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                <attribute name="allowed" type="bool" required="true" defaultValue="true"/>
              </collection>
            </element>
            <element name="requestLimits">
              <attribute name="maxAllowedContentLength" type="uint" defaultValue="30000000"/>
              <attribute name="maxUrl" type="uint" defaultValue="4096"/>
              <attribute name="maxQueryString" type="uint" defaultValue="2048"/>
              <element name="headerLimits">
                <collection addElement="add" clearElement="clear" removeElement="remove">
                  <attribute name="header" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                  <attribute name="sizeLimit" type="uint" required="true"/>
                </collection>
              </element>
            </element>
            <element name="verbs">
              <attribute name="allowUnlisted" type="bool" defaultValue="true"/>
              <attribute name="applyToWebDAV" type="bool" defaultValue="true"/>
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="verb" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                <attribute name="allowed" type="bool" required="true" defaultValue="true"/>
              </collection>
            </element>
            <element name="hiddenSegments">
              <attribute name="applyToWebDAV" type="bool" defaultValue="true"/>
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="segment" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
              </collection>
            </element>
            <element name="denyUrlSequences">\#(sequences)</element>
            <element name="alwaysAllowedUrls">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="url" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
              </collection>
            </element>
            <element name="alwaysAllowedQueryStrings">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="queryString" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
              </collection>
            </element>
            <element name="denyQueryStringSequences">\#(sequences)</element>
            <element name="filteringRules">
              <collection addElement="filteringRule" removeElement="remove" clearElement="clear">
                <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
                <attribute name="scanUrl" type="bool" defaultValue="false"/>
                <attribute name="scanQueryString" type="bool" defaultValue="false"/>
                <attribute name="scanAllRaw" type="bool" defaultValue="false"/>
                <attribute name="denyUnescapedPercent" type="bool" defaultValue="true"/>
                <element name="scanHeaders">
                  <collection addElement="add" removeElement="remove" clearElement="clear">
                    <attribute name="requestHeader" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                  </collection>
                </element>
                <element name="appliesTo">
                  <collection addElement="add" removeElement="remove" clearElement="clear">
                    <attribute name="fileExtension" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                  </collection>
                </element>
                <element name="denyStrings">
                  <collection addElement="add" removeElement="remove" clearElement="clear">
                    <attribute name="string" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
                  </collection>
                </element>
              </collection>
            </element>
          </sectionSchema>
        </configSchema>
        """#

    private static let logonMethods = #"""
        <enum name="Interactive" value="0"/><enum name="Batch" value="1"/><enum name="Network" value="2"/><enum name="ClearText" value="3"/>
        """#

    private static let denyActions = #"""
        <enum name="AbortRequest" value="0"/><enum name="Unauthorized" value="401"/><enum name="Forbidden" value="403"/><enum name="NotFound" value="404"/>
        """#

    private static let sequences = #"""
        <collection addElement="add" removeElement="remove" clearElement="clear">
          <attribute name="sequence" type="string" required="true" isUniqueKey="true" validationType="nonEmptyString"/>
        </collection>
        """#
}
