package import JSON
package import Chronology

extension JSONWriter {
    /// The field `findings`; left out where there are none. Instants carry the garage's offset.
    package mutating func findings(_ findings: [Finding], in zone: ZoneRules) {
        guard !findings.isEmpty else { return }
        name("findings")
        array(findings) { json, finding in
            json.object {
                $0.field("code", finding.kind.rawValue)
                $0.field("severity", finding.severity.rawValue)
                $0.name("rates")
                $0.array(finding.rates) { $0.string($1.text) }
                $0.field("meeting", finding.meeting?.description(in: zone))
                $0.field("sentence", finding.sentence)
            }
        }
    }
}
