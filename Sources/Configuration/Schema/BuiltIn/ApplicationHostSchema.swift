/// The sections of `system.applicationHost`: what a server is made of. With IIS's names, types and defaults.
extension BuiltInSchemas {
    static let applicationHost = #"""
        <configSchema>
          <sectionSchema name="system.applicationHost/applicationPools">
            <element name="applicationPoolDefaults">\#(pool)</element>
            <collection addElement="add" removeElement="remove" clearElement="clear" defaultElement="applicationPoolDefaults">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="applicationPoolName"/>
              \#(pool)
            </collection>
          </sectionSchema>
        </configSchema>
        """#

    /// What a pool has, and what pools have that do not say otherwise.
    private static let pool = #"""
        <attribute name="queueLength" type="uint" defaultValue="1000" validationType="integerRange" validationParameter="10,65535"/>
        <attribute name="autoStart" type="bool" defaultValue="true"/>
        <attribute name="enableConfigurationOverride" type="bool" defaultValue="true"/>
        <attribute name="enable32BitAppOnWin64" type="bool" defaultValue="false"/>
        <attribute name="enableEmulationOnWinArm64" type="bool" defaultValue="true"/>
        <attribute name="managedRuntimeVersion" type="string" defaultValue="v4.0"/>
        <attribute name="managedRuntimeLoader" type="string" defaultValue="webengine4.dll"/>
        <attribute name="CLRConfigFile" type="string" expanded="true"/>
        <attribute name="managedPipelineMode" type="enum" defaultValue="Integrated">
          <enum name="Integrated" value="0"/><enum name="Classic" value="1"/>
        </attribute>
        <attribute name="passAnonymousToken" type="bool" defaultValue="true"/>
        <attribute name="startMode" type="enum" defaultValue="OnDemand">
          <enum name="OnDemand" value="0"/><enum name="AlwaysRunning" value="1"/>
        </attribute>
        <element name="processModel">
          <attribute name="identityType" type="enum" defaultValue="ApplicationPoolIdentity">
            <enum name="LocalSystem" value="0"/><enum name="LocalService" value="1"/><enum name="NetworkService" value="2"/>
            <enum name="SpecificUser" value="3"/><enum name="ApplicationPoolIdentity" value="4"/>
          </attribute>
          <attribute name="userName" type="string"/>
          <attribute name="password" type="string" caseSensitive="true"/>
          <attribute name="loadUserProfile" type="bool" defaultValue="false"/>
          <attribute name="setProfileEnvironment" type="bool" defaultValue="true"/>
          <attribute name="logonType" type="enum" defaultValue="LogonBatch">
            <enum name="LogonBatch" value="0"/><enum name="LogonService" value="1"/>
          </attribute>
          <attribute name="manualGroupMembership" type="bool" defaultValue="false"/>
          <attribute name="idleTimeout" type="timeSpan" defaultValue="00:20:00" validationType="timeSpanRange" validationParameter="0,2592000,60"/>
          <attribute name="idleTimeoutAction" type="enum" defaultValue="Terminate">
            <enum name="Terminate" value="0"/><enum name="Suspend" value="1"/>
          </attribute>
          <attribute name="maxProcesses" type="uint" defaultValue="1" validationType="integerRange" validationParameter="0,2147483647"/>
          <attribute name="shutdownTimeLimit" type="timeSpan" defaultValue="00:01:30" validationType="timeSpanRange" validationParameter="1,4294967,1"/>
          <attribute name="startupTimeLimit" type="timeSpan" defaultValue="00:01:30" validationType="timeSpanRange" validationParameter="1,4294967,1"/>
          <attribute name="pingingEnabled" type="bool" defaultValue="true"/>
          <attribute name="pingInterval" type="timeSpan" defaultValue="00:00:30" validationType="timeSpanRange" validationParameter="1,4294967,1"/>
          <attribute name="pingResponseTime" type="timeSpan" defaultValue="00:01:30" validationType="timeSpanRange" validationParameter="1,4294967,1"/>
          <attribute name="logEventOnProcessModel" type="flags" defaultValue="IdleTimeout">
            <flag name="IdleTimeout" value="1"/>
          </attribute>
        </element>
        <element name="recycling">
          <attribute name="disallowOverlappingRotation" type="bool" defaultValue="false"/>
          <attribute name="disallowRotationOnConfigChange" type="bool" defaultValue="false"/>
          <attribute name="logEventOnRecycle" type="flags" defaultValue="Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory">
            <flag name="Time" value="1"/><flag name="Requests" value="2"/><flag name="Schedule" value="4"/><flag name="Memory" value="8"/>
            <flag name="IsapiUnhealthy" value="16"/><flag name="OnDemand" value="32"/><flag name="ConfigChange" value="64"/><flag name="PrivateMemory" value="128"/>
          </attribute>
          <element name="periodicRestart">
            <attribute name="memory" type="uint" defaultValue="0"/>
            <attribute name="privateMemory" type="uint" defaultValue="0"/>
            <attribute name="requests" type="uint" defaultValue="0"/>
            <attribute name="time" type="timeSpan" defaultValue="1.05:00:00"/>
            <element name="schedule">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="value" type="timeSpan" isUniqueKey="true" required="true"/>
              </collection>
            </element>
          </element>
        </element>
        <element name="failure">
          <attribute name="loadBalancerCapabilities" type="enum" defaultValue="HttpLevel">
            <enum name="TcpLevel" value="1"/><enum name="HttpLevel" value="2"/>
          </attribute>
          <attribute name="orphanWorkerProcess" type="bool" defaultValue="false"/>
          <attribute name="orphanActionExe" type="string" expanded="true"/>
          <attribute name="orphanActionParams" type="string"/>
          <attribute name="rapidFailProtection" type="bool" defaultValue="true"/>
          <attribute name="rapidFailProtectionInterval" type="timeSpan" defaultValue="00:05:00" validationType="timeSpanRange" validationParameter="60,8640000,60"/>
          <attribute name="rapidFailProtectionMaxCrashes" type="uint" defaultValue="5" validationType="integerRange" validationParameter="1,2147483647"/>
          <attribute name="autoShutdownExe" type="string" expanded="true"/>
          <attribute name="autoShutdownParams" type="string"/>
        </element>
        <element name="cpu">
          <attribute name="limit" type="uint" defaultValue="0" validationType="integerRange" validationParameter="0,100000"/>
          <attribute name="action" type="enum" defaultValue="NoAction">
            <enum name="NoAction" value="0"/><enum name="KillW3wp" value="1"/><enum name="Throttle" value="2"/><enum name="ThrottleUnderLoad" value="3"/>
          </attribute>
          <attribute name="resetInterval" type="timeSpan" defaultValue="00:05:00" validationType="timeSpanRange" validationParameter="0,86400,60"/>
          <attribute name="smpAffinitized" type="bool" defaultValue="false"/>
          <attribute name="smpProcessorAffinityMask" type="uint" defaultValue="4294967295"/>
          <attribute name="smpProcessorAffinityMask2" type="uint" defaultValue="4294967295"/>
          <attribute name="processorGroup" type="int" defaultValue="0"/>
          <attribute name="numaNodeAssignment" type="enum" defaultValue="MostAvailableMemory">
            <enum name="MostAvailableMemory" value="0"/><enum name="WindowsScheduling" value="1"/>
          </attribute>
          <attribute name="numaNodeAffinityMode" type="enum" defaultValue="Soft">
            <enum name="Soft" value="0"/><enum name="Hard" value="1"/>
          </attribute>
        </element>
        <element name="environmentVariables">
          <collection addElement="add" removeElement="remove" clearElement="clear">
            <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
            <attribute name="value" type="string" required="true"/>
          </collection>
        </element>
        """#
}
