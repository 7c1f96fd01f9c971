/// Some values in the order in which they came, of which there is nearly always one: that one needs no memory of its own.
enum Few<Element: Hashable & Sendable>: Hashable, Sendable {
    case none
    case one(Element)
    case more([Element])

    /// All of them.
    var all: [Element] {
        switch self {
        case .none: []
        case .one(let element): [element]
        case .more(let elements): elements
        }
    }

    var isEmpty: Bool { if case .none = self { true } else { false } }

    func contains(_ element: Element) -> Bool {
        switch self {
        case .none: false
        case .one(let one): one == element
        case .more(let elements): elements.contains(element)
        }
    }

    mutating func append(_ element: Element) {
        switch self {
        case .none: self = .one(element)
        case .one(let first): self = .more([first, element])
        case .more(var elements):
            // Let go of here, so that it grows in place.
            self = .none
            elements.append(element)
            self = .more(elements)
        }
    }

    mutating func remove(_ element: Element) {
        guard contains(element) else { return }
        self = Few(all.filter { $0 != element })
    }

    private init(_ elements: [Element]) {
        switch elements.count {
        case 0: self = .none
        case 1: self = .one(elements[0])
        default: self = .more(elements)
        }
    }
}

extension Few: Snapshotted where Element: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        Few(try form(value!.all))
    }
}
