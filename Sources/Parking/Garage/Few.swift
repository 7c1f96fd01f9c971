/// Some values in the order in which they came, of which there is nearly always one: that one needs no memory of its own.
enum Few<Element: Hashable & Sendable>: Hashable, Sendable {
    case none
    case one(Element)
    case more([Element])

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

    /// Takes out those that are meant.
    mutating func removeAll(where isMeant: (Element) -> Bool) {
        guard contains(where: isMeant) else { return }
        self = Few(filter { !isMeant($0) })
    }

    private init(_ elements: [Element]) {
        switch elements.count {
        case 0: self = .none
        case 1: self = .one(elements[0])
        default: self = .more(elements)
        }
    }
}

extension Few: RandomAccessCollection {
    var startIndex: Int { 0 }

    var endIndex: Int {
        switch self {
        case .none: 0
        case .one: 1
        case .more(let elements): elements.count
        }
    }

    subscript(index: Int) -> Element {
        switch self {
        case .none: preconditionFailure("there is none")
        case .one(let element): element
        case .more(let elements): elements[index]
        }
    }
}

extension Few: Snapshotted where Element: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        Few(try form(Array(value!)))
    }
}
