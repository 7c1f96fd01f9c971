import JSON

/// Why a person says otherwise than the log did (design rule 15). Who it was stands with the command.
public struct Correction: Hashable, Sendable {
    /// The reason, by its code.
    public let reason: ReasonCode
    /// What the person had to say about it.
    public let remark: Remark?

    /// A reason, and words about it.
    public init(_ reason: ReasonCode, _ remark: Remark? = nil) {
        self.reason = reason
        self.remark = remark
    }

    static let fields = ["reason", "remark"]

    /// The reason at the end of a sentence.
    var sentence: String { "(\(reason)\(remark.map { ": \($0)" } ?? ""))" }
}

extension JSONFields {
    /// Reads why something is corrected.
    mutating func correction() throws(JSONError) -> Correction {
        Correction(try required("reason"), try optional("remark"))
    }
}

extension JSONWriter {
    /// Why something is corrected.
    mutating func correction(_ correction: Correction?) {
        field("reason", correction?.reason)
        field("remark", correction?.remark)
    }
}
