/// What only modhost has: the settings of the program itself. The names are those of its flags, in the manner of IIS's sections.
extension BuiltInSchemas {
    static let modhost = #"""
        <configSchema>
          <sectionSchema name="modhost/server">
            <attribute name="workers" type="uint" defaultValue="1" validationType="integerRange" validationParameter="1,1024"/>
            <attribute name="threads" type="uint" defaultValue="0" validationType="integerRange" validationParameter="0,256"/>
            <attribute name="startLimit" type="timeSpan" defaultValue="00:01:00" validationType="timeSpanRange" validationParameter="1,3600,1"/>
            <element name="modulePath">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="path" type="string" caseSensitive="true" expanded="true" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              </collection>
            </element>
            <element name="drives">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="drive" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
                <attribute name="path" type="string" caseSensitive="true" expanded="true" required="true" validationType="nonEmptyString"/>
              </collection>
            </element>
            <element name="unenforced">
              <collection addElement="add" removeElement="remove" clearElement="clear">
                <attribute name="section" type="string" isUniqueKey="true" required="true"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="modhost/listen">
            <collection addElement="add" removeElement="remove" clearElement="clear" allowDuplicates="true">
              <attribute name="address" type="string" isUniqueKey="true" required="true"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="modhost/site">
            <attribute name="root" type="string" caseSensitive="true" expanded="true" validationType="nonEmptyString"/>
            <attribute name="symlinks" type="enum" defaultValue="inside">
              <enum name="inside" value="0"/><enum name="any" value="1"/><enum name="none" value="2"/>
            </attribute>
          </sectionSchema>
          <sectionSchema name="modhost/sites">
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="siteName"/>
              <attribute name="webConfig" type="bool"/>
            </collection>
          </sectionSchema>
          <sectionSchema name="modhost/limits">
            <attribute name="body" type="int64" defaultValue="30000000" validationType="integerRange" validationParameter="0,9223372036854775807"/>
            <attribute name="headers" type="int64" defaultValue="16384" \#(count)/>
            <attribute name="headerCount" type="int64" defaultValue="100" \#(count)/>
            <attribute name="headTime" type="timeSpan" defaultValue="00:00:15" \#(time)/>
            <attribute name="bodyRate" type="int64" defaultValue="240" \#(countOrNone)/>
            <attribute name="idleTime" type="timeSpan" defaultValue="00:02:00" \#(time)/>
            <attribute name="writeTime" type="timeSpan" defaultValue="00:01:00" \#(time)/>
            <attribute name="drainTime" type="timeSpan" defaultValue="00:00:01" \#(time)/>
            <attribute name="requests" type="int64" defaultValue="0" \#(countOrNone)/>
            <attribute name="connections" type="int64" defaultValue="0" \#(countOrNone)/>
            <attribute name="connectionsPerAddress" type="int64" defaultValue="0" \#(countOrNone)/>
            <attribute name="queue" type="int64" defaultValue="4096" \#(count)/>
            <attribute name="threads" type="int64" defaultValue="512" \#(count)/>
          </sectionSchema>
          <sectionSchema name="modhost/proxies">
            <attribute name="expectsHeader" type="bool" defaultValue="false"/>
            <element name="trusted">
              <collection addElement="add" removeElement="remove" clearElement="clear" allowDuplicates="true">
                <attribute name="address" type="string" isUniqueKey="true" required="true"/>
              </collection>
            </element>
          </sectionSchema>
          <sectionSchema name="modhost/log">
            <attribute name="level" type="enum" defaultValue="info">
              <enum name="trace" value="0"/><enum name="debug" value="1"/><enum name="info" value="2"/><enum name="notice" value="3"/>
              <enum name="warning" value="4"/><enum name="error" value="5"/><enum name="critical" value="6"/>
            </attribute>
            <attribute name="file" type="string" caseSensitive="true" expanded="true" validationType="nonEmptyString"/>
            <attribute name="format" type="enum" defaultValue="text"><enum name="text" value="0"/><enum name="json" value="1"/></attribute>
            <element name="access">
              <attribute name="file" type="string" caseSensitive="true" expanded="true" validationType="nonEmptyString"/>
              <attribute name="format" type="enum" defaultValue="w3c">
                <enum name="w3c" value="0"/><enum name="combined" value="1"/><enum name="json" value="2"/>
              </attribute>
            </element>
          </sectionSchema>
          <sectionSchema name="modhost/modules">
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true" validationType="nonEmptyString"/>
              <attribute name="execution" type="enum" defaultValue="auto">
                <enum name="auto" value="0"/><enum name="inline" value="1"/><enum name="pool" value="2"/>
              </attribute>
              <attribute name="schema" type="string" caseSensitive="true" validationType="nonEmptyString"/>
            </collection>
          </sectionSchema>
        </configSchema>
        """#

    private static let count = #"validationType="integerRange" validationParameter="1,2147483648""#
    private static let countOrNone = #"validationType="integerRange" validationParameter="0,2147483648""#
    private static let time = #"validationType="timeSpanRange" validationParameter="1,2147483648,1""#
}
