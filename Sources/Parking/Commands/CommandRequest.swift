public import JSON

/// A command as it came in, which may still name a plate by its characters.
public enum CommandRequest: Sendable {
    /// It names no plate.
    case complete(Command)
    /// It becomes a command once the vault has said what events call the plate.
    case naming(Plate, @Sendable (PlateID) -> Command)
    /// It is about what the vault has of a plate; nil where that is nothing.
    case knowing(Plate, @Sendable (PlateID?) -> Command)
    /// A camera read its plate, so that it may be another one that looks alike: the command is told what events call those.
    ///
    /// So it may where the camera itself names alternatives.
    case reading(Plate, or: [Plate] = [], @Sendable (PlateID, _ alike: [PlateID]) -> Command)

    /// The plate that it names by its characters.
    public var plate: Plate? {
        switch self {
        case .complete: nil
        case .naming(let plate, _), .knowing(let plate, _), .reading(let plate, _, _): plate
        }
    }

    /// What it asks, but for the plate: that is nobody's. So it can be told who may ask it before the vault hears of a plate.
    public var asked: Command {
        switch self {
        case .complete(let command): command
        case .naming(_, let command): command(.nobodys)
        case .knowing(_, let command): command(nil)
        case .reading(_, _, let command): command(.nobodys, [])
        }
    }

    /// Reads the body of a command.
    public static func read(
        _ name: CommandName, _ body: [UInt8], _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try JSONReader.read(body) { (reader: inout JSONReader) throws(JSONError) in
            try name.command.request(&reader, context)
        }
    }
}

extension PlateID {
    /// What no plate is called.
    fileprivate static let nobodys = PlateID(bytes: Array(repeating: 0, count: 16))!
}
