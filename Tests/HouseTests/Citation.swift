/// A place at which code sends its reader to the documents.
struct Citation: CustomStringConvertible {
    /// What it leads to.
    enum Target: Hashable {
        case rule(Int)
        case golden(Int)
        case decision(Int)
        /// A heading of a document, which is named without its ending.
        case section(String, of: String)
        /// A file under `docs/`, or a page by its name.
        case file(String)
    }

    let target: Target
    let path: String
    let line: Int

    var description: String { "\(path):\(line) cites \(target)" }
}
