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

    /// Hands a file, or standard input, over in pieces, and at its end an empty one.
    static func readPieces(_ path: String, _ take: ([UInt8]) throws -> Void) throws {
        guard let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
            throw Failure(.data, "The file \(path) cannot be read.")
        }
        var piece: [UInt8]
        repeat {
            do { piece = [UInt8](try file.read(upToCount: 64 * 1024) ?? Data()) } catch {
                throw Failure(.data, "The file \(path) cannot be read.")
            }
            try take(piece)
        } while !piece.isEmpty
    }
}
