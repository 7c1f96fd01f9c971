// What the standard library and the other pure targets bring.

import Chronology
import Money
import Tariffs

extension Bool: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Bool?) throws(SnapshotError) -> Bool {
        if let value {
            form.put(value ? 1 : 0)
            return value
        }
        switch try form.kind() {
        case 0: return false
        case 1: return true
        default: throw .damaged
        }
    }
}

extension Int64: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Int64?) throws(SnapshotError) -> Int64 {
        try form.number(value)
    }
}

extension Int: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Int?) throws(SnapshotError) -> Int {
        Int(try form.number(value.map(Int64.init)))
    }
}

extension UInt64: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: UInt64?) throws(SnapshotError) -> UInt64 {
        try form.word(value)
    }
}

extension String: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: String?) throws(SnapshotError) -> String {
        let bytes = try form.run(value.map { Array($0.utf8) })
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .damaged }
        return text
    }
}

extension Optional: Snapshotted where Wrapped: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Wrapped??) throws(SnapshotError) -> Wrapped? {
        guard try form(value! != nil) else { return nil }
        return .some(try Wrapped.pass(&form, value ?? nil))
    }
}

extension Array: Snapshotted where Element: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: [Element]?) throws(SnapshotError) -> [Element] {
        let count = try form.count(value?.count)
        if let value {
            for element in value { _ = try Element.pass(&form, element) }
            return value
        }
        var elements: [Element] = []
        elements.reserveCapacity(Swift.min(count, 65_536))
        for _ in 0..<count { elements.append(try form.next()) }
        return elements
    }
}

extension Set: Snapshotted where Element: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Set<Element>?) throws(SnapshotError) -> Set<Element> {
        let count = try form.count(value?.count)
        if let value {
            for element in value { _ = try Element.pass(&form, element) }
            return value
        }
        var elements: Set<Element> = []
        elements.reserveCapacity(Swift.min(count, 65_536))
        for _ in 0..<count {
            guard elements.insert(try form.next()).inserted else { throw .damaged }
        }
        return elements
    }
}

extension Dictionary: Snapshotted where Key: Snapshotted, Value: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: [Key: Value]?) throws(SnapshotError) -> [Key: Value] {
        let count = try form.count(value?.count)
        if let value {
            for (key, value) in value {
                _ = try Key.pass(&form, key)
                _ = try Value.pass(&form, value)
            }
            return value
        }
        var entries: [Key: Value] = [:]
        entries.reserveCapacity(Swift.min(count, 65_536))
        for _ in 0..<count {
            let key: Key = try form.next()
            guard entries.updateValue(try form.next(), forKey: key) == nil else { throw .damaged }
        }
        return entries
    }
}

extension Range: Snapshotted where Bound == Instant {
    static func pass(_ form: inout SnapshotForm, _ value: Range<Instant>?) throws(SnapshotError) -> Range<Instant> {
        let (lower, upper) = (try form(value!.lowerBound), try form(value!.upperBound))
        guard lower <= upper else { throw .damaged }
        return lower..<upper
    }
}

extension Instant: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Instant?) throws(SnapshotError) -> Instant {
        let bits = try form.word((value?.microseconds).map { UInt64(bitPattern: $0) })
        return Instant(microseconds: Int64(bitPattern: bits))
    }
}

extension TimeSpan: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: TimeSpan?) throws(SnapshotError) -> TimeSpan {
        TimeSpan(microseconds: try form.number(value?.microseconds))
    }
}

extension LocalDay: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: LocalDay?) throws(SnapshotError) -> LocalDay {
        let days = try form.number((value?.daysSinceEpoch).map(Int64.init))
        guard let days = Int32(exactly: days) else { throw .damaged }
        return LocalDay(daysSinceEpoch: days)
    }
}

extension Money: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Money?) throws(SnapshotError) -> Money {
        Money(minorUnits: try form.number(value?.minorUnits))
    }
}

extension Forgiveness: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Forgiveness?) throws(SnapshotError) -> Forgiveness {
        try Forgiveness(before: form(value!.before), after: form(value!.after))
    }
}

extension CardID: SnapshotName {}
extension GroupID: SnapshotName {}
extension ValidationID: SnapshotName {}
extension AgreementID: SnapshotName {}
extension SubscriptionID: SnapshotName {}
extension Subscription.Period: Snapshotted {}
