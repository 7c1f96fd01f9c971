public import Chronology

/// Events that are asked for were moved to a file, which is not at hand.
public struct ArchivedEvents: Error, Hashable, Sendable, CustomStringConvertible {
    /// The garage.
    public let garage: String
    /// The last event of the file.
    public let version: Int64
    /// When the log took that one: what was known then or later is told without the file.
    public let recordedAt: Instant
    /// Since when the events are in the file.
    public let archivedAt: Instant
    /// The file's name.
    public let file: String
    /// What is the matter.
    public let reason: Reason

    /// Why the file does not help.
    public enum Reason: Hashable, Sendable {
        /// Nobody said where it is.
        case notGiven
        /// It is not in the folder, or cannot be read there.
        case missing(folder: String)
        /// It does not hold the events that were moved to it.
        case damaged(folder: String)
    }

    init(_ archive: Archive, _ reason: Reason) {
        (garage, version, recordedAt) = (archive.garage, archive.head.version, archive.head.recordedAt)
        (archivedAt, file, self.reason) = (archive.archivedAt, archive.file, reason)
    }

    /// What to do about it.
    public var description: String {
        let moved =
            "The events of \(garage) up to \(version), which the log took by \(recordedAt), were archived on \(archivedAt)"
        return switch reason {
        case .notGiven:
            "\(moved), and this needs them: name the folder with \(file) by the setting archives (--archives)."
        case .missing(let folder):
            "\(moved), and \(folder) has no \(file) that can be read: put it there, or name its folder by the setting archives."
        case .damaged(let folder):
            "\(moved), and \(file) in \(folder) does not hold them as they were moved there: put another copy of it there."
        }
    }
}
