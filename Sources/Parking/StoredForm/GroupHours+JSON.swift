import JSON
import Tariffs

extension JSONReader {
    /// Reads hours of groups: a list of objects with a group and, where those are not all hours, windows.
    mutating func groupHours() throws(JSONError) -> [GroupHours] {
        try list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
            var group: GroupID?
            var windows: [Window] = []
            try reader.object(["group", "windows"]) { (reader: inout JSONReader, field) throws(JSONError) in
                switch field {
                case "group": group = try reader.identifier(GroupID.init)
                case "windows":
                    windows = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.window() }
                    guard !windows.isEmpty else { throw JSONError("must list 1 to 100 windows") }
                default: throw .unknownField
                }
            }
            return GroupHours(try required(group, "group"), windows: windows)
        }
    }
}

extension JSONWriter {
    /// Hours of groups.
    mutating func groupHours(_ hours: [GroupHours]) {
        array(hours) { json, hours in
            json.object {
                $0.field("group", hours.group)
                guard !hours.windows.isEmpty else { return }
                $0.name("windows")
                $0.array(hours.windows) { $0.window($1) }
            }
        }
    }
}
