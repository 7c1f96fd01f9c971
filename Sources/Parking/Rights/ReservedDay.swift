import Chronology

/// The reservations of one local day: whose they are, and how many spots they take at each moment of it (design rule 2).
struct ReservedDay: Hashable, Sendable {
    /// Of each plate, in the order in which they were given; no two of them last at one moment.
    private(set) var byPlate: [PlateID: [RightID]] = [:]
    private var members = Spans()
    private var guests = Spans()

    /// How many spots are reserved at a moment.
    struct Spots: Hashable, Sendable {
        /// By members.
        var members: Int
        /// By guests.
        var guests: Int
        /// By both.
        var all: Int { members + guests }
    }

    /// How many there are.
    var count: Int { byPlate.values.reduce(0) { $0 + $1.count } }

    /// How many spots are reserved at an instant.
    func spots(at instant: Instant) -> Spots {
        Spots(members: members.count(at: instant), guests: guests.count(at: instant))
    }

    /// The moments of a span at one of which most spots are reserved: its beginning, and when a reservation begins; in order.
    func moments(in span: Range<Instant>) -> [Instant] {
        var moments = [span.lowerBound]
        for begin in members.beginnings where span.lowerBound < begin && begin < span.upperBound {
            moments.append(begin)
        }
        for begin in guests.beginnings where span.lowerBound < begin && begin < span.upperBound {
            moments.append(begin)
        }
        return moments.sorted()
    }

    /// The moments of a span at which reservations begin or end, and its beginning; in order, each once.
    func turningPoints(in span: Range<Instant>) -> [Instant] {
        let ends = members.ends + guests.ends
        return Set(moments(in: span) + ends.filter { span.lowerBound < $0 && $0 < span.upperBound }).sorted()
    }

    /// The most spots that are reserved at one moment of a span.
    func most(_ spots: (Spots) -> Int, in span: Range<Instant>) -> Int {
        moments(in: span).reduce(0) { max($0, spots(self.spots(at: $1))) }
    }

    /// The most spots that are kept from an instant to the day's end for reservations whose cars have not come.
    func toCome(from now: Instant, besides come: SpotCount) -> Int {
        moments(in: now..<max(now, .latest)).reduce(0) { most, moment in
            max(most, spots(at: moment).all - come.reserved(by: moment, at: now))
        }
    }

    mutating func insert(_ right: Right, _ holder: Holder) {
        byPlate[right.plate, default: []].append(right.id)
        add(right.span, 1, holder)
    }

    mutating func remove(_ right: Right, _ holder: Holder) {
        byPlate[right.plate]?.removeAll { $0 == right.id }
        if byPlate[right.plate]?.isEmpty == true { byPlate[right.plate] = nil }
        add(right.span, -1, holder)
    }

    private mutating func add(_ span: Range<Instant>, _ count: Int, _ holder: Holder) {
        switch holder {
        case .member: members.add(span, count)
        case .guest: guests.add(span, count)
        }
    }
}

extension ReservedDay: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try ReservedDay(byPlate: form(value!.byPlate), members: form(value!.members), guests: form(value!.guests))
    }
}
