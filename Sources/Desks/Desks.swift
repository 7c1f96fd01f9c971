public import Threads

/// The desks of a service, and the threads that work things out for them.
public struct Desks: Sendable {
    /// Where quotes are asked for.
    public let quotes: Desk
    /// Where the past is asked for.
    public let history: Desk
    /// Where lists are asked for.
    public let lists: Desk
    /// Where the work is done: one thread for each who is served.
    public let threads: QuietThreads

    /// Desks of some sizes.
    public init(_ sizes: DeskSizes = DeskSizes()) {
        quotes = Desk(.quotes, places: sizes.quotes, room: sizes.room)
        history = Desk(.history, places: sizes.history, room: sizes.room)
        lists = Desk(.lists, places: sizes.lists, room: sizes.room)
        threads = QuietThreads(sizes.quotes + sizes.history + sizes.lists)
    }

    /// All of them.
    public var all: [Desk] { [quotes, history, lists] }
}

/// How many are served at the desks at the same time, and how many wait.
public struct DeskSizes: Hashable, Sendable {
    /// Quotes that are worked out at the same time.
    public var quotes: Int
    /// Readings of the past that are worked out at the same time.
    public var history: Int
    /// Lists that are read at the same time.
    public var lists: Int
    /// How many wait at each of the desks.
    public var room: Int

    /// Sizes; those that are left out are the service's own.
    public init(quotes: Int = 2, history: Int = 2, lists: Int = 4, room: Int = 16) {
        (self.quotes, self.history, self.lists, self.room) = (quotes, history, lists, room)
    }
}
