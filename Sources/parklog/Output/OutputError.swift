import Foundation

/// Why something that was to be written did not arrive.
struct OutputError: Error, Hashable, CustomStringConvertible {
    private let place: String
    private let number: Int32

    /// - Parameters:
    ///   - place: where it was to go, as a sentence begins with it.
    ///   - number: the system's for what is in the way.
    init(_ place: String, _ number: Int32) {
        self.place = place
        self.number = number
    }

    /// What is wrong.
    var description: String { "\(place) cannot be written: \(reason)." }

    private var reason: String {
        switch number {
        case EBADF: "it is closed"
        case EPIPE: "nobody reads it any more"
        case EAGAIN: "whoever reads it is behind"
        default: String(cString: strerror(number))
        }
    }
}
