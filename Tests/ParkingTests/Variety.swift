import Chronology
import Tariffs

@testable import Parking

/// Which parts of a state had more than one value, by the type and the name of the part.
struct Variety {
    private var values: [String: Set<String>] = [:]

    /// Parts that were always the same, but for these: what is compiled is no state, and a closed exception is none of a garage's.
    var constants: [String] {
        values.filter { $0.value.count < 2 }.keys.sorted().filter {
            !["KnownRates.tariffs", "GarageException.closing"].contains($0)
        }
    }

    mutating func look(at value: Any) {
        // What the log stores, too, is stored in the form of its events, which has tests of its own.
        if value is GarageSettings || value is Publication { return }
        let mirror = Mirror(reflecting: value)
        for child in mirror.children {
            if mirror.displayStyle == .struct, let label = child.label {
                let part = "\(type(of: value))".prefix { $0 != "<" } + "." + label
                if values[String(part), default: []].count < 2 {
                    values[String(part), default: []].insert(Variety.sketch(child.value))
                }
            }
            look(at: child.value)
        }
    }

    /// Enough of a value to tell it from one that was forgotten.
    private static func sketch(_ value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        return switch mirror.displayStyle {
        case .collection, .set, .dictionary: "\(mirror.children.count)"
        case .class: mirror.children.map { sketch($0.value) }.joined(separator: " ")
        case .optional: mirror.children.first.map { sketch($0.value) } ?? "none"
        default: "\(value)"
        }
    }
}
