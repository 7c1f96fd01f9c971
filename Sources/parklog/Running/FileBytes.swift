import Foundation

/// What a file holds, or standard input.
enum FileBytes {
    /// The bytes of a file; of standard input where the path is `-`.
    static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.data, "The file \(path) cannot be read.")
        }
        return [UInt8](data)
    }
}
