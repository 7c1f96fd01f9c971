import JSON
import Tariffs

extension JSONReader {
    /// Reads the public hours, which stand only where they are not ``PublicHours/always``: `"closed"`, or an object with
    /// windows.
    mutating func publicHours() throws(JSONError) -> PublicHours {
        var word = self
        if let text = try? word.string() {
            guard text == "closed" else { throw JSONError("must be closed, or an object with windows") }
            self = word
            return .closed
        }
        var windows: [Window]?
        try object(["windows"]) { (reader: inout JSONReader, field) throws(JSONError) in
            guard field == "windows" else { throw .unknownField }
            windows = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.window() }
        }
        return .windows(try required(windows, "windows"))
    }
}

extension JSONWriter {
    /// The public hours; null where the public may come in at any time.
    mutating func publicHours(_ hours: PublicHours) {
        switch hours {
        case .always: null()
        case .closed: string("closed")
        case .windows(let windows):
            object { json in
                json.name("windows")
                json.array(windows) { $0.window($1) }
            }
        }
    }
}
