/// What makes a rate price a whole stay: the entry lies in one window and the exit in another (golden case 1).
///
/// Both ends of a window belong to it here: an entry at 09:30 meets a window until 09:30. The exit counts in the first
/// occurrence of its window that has not ended at the entry, so an early bird never lasts into a second day by itself.
public struct EarlyBird: Sendable, Hashable {
    /// When the car must come in; nil for any time.
    public var entry: Window?
    /// When it must leave; nil for any time.
    public var exit: Window?

    /// An early bird; at least one of the windows is given.
    public init(entry: Window? = nil, exit: Window? = nil) {
        self.entry = entry
        self.exit = exit
    }
}
