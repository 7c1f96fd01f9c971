import EventLog
public import JSON
public import Parking

/// A command as somebody typed it, whose words for people are kept apart from what is decided: of them the garage knows by what they are
/// called alone, so that they can be erased.
public struct TypedCommand: Sendable {
    /// What is decided.
    let request: CommandRequest
    /// The same with its words: two requests ask for the same where these are the same.
    let typed: CommandRequest
    /// The words.
    let text: TextEntry?

    /// What it asks, but for the plate.
    public var asked: Command { request.asked }

    /// A command that has no words.
    init(_ request: CommandRequest) { (self.request, typed, text) = (request, request, nil) }

    /// Reads the body of a command.
    init(_ name: CommandName, _ body: [UInt8], _ context: CommandContext) throws(JSONError) {
        typed = try CommandRequest.read(name, body, context)
        var text: TextEntry?
        // A name may be spelled with escapes.
        if TypedCommand.mayHaveWords(body),
            let sealed = try JSONReader.replacing(
                "remark", of: body,
                with: { words in
                    var generator = SystemRandomNumberGenerator()
                    let entry = TextEntry(text: words, using: &generator)
                    text = entry
                    return TextID(bytes: entry.textID).map { Remark($0).text }
                })
        {
            request = try CommandRequest.read(name, sealed, context)
        } else {
            request = typed
        }
        self.text = text
    }

    /// Whether a body may have words: their field's name is there, or may be, spelled with escapes.
    private static func mayHaveWords(_ body: [UInt8]) -> Bool {
        body.indices.contains { index in
            switch body[index] {
            case UInt8(ascii: "\\"): true
            case UInt8(ascii: "\""): body[index...].starts(with: field)
            default: false
            }
        }
    }

    private static let field = Array("\"remark\"".utf8)
}
