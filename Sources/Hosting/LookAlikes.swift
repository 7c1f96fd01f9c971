import Parking

/// The plates whose cars may be meant where a camera has read another one (design rule 8): of those that are inside or have a
/// right, by what they share with all that look like them.
struct LookAlikes {
    private var byLikeness: [String: [Plate: PlateID]] = [:]
    private var count = 0
    private var mostBeforeTidying = 10_000

    /// The plates that look like one, and those of others that may be meant.
    func of(_ plate: Plate, or others: [Plate], folding: Set<PlateFolding>) -> [PlateID] {
        return others.reduce(into: of(plate, folding: folding)) { alike, other in
            guard other != plate, let id = byLikeness[other.likeness]?[other], !alike.contains(id) else { return }
            alike.append(id)
        }
    }

    private func of(_ plate: Plate, folding: Set<PlateFolding>) -> [PlateID] {
        guard let alike = byLikeness[plate.likeness], alike.count > 1 || alike[plate] == nil else { return [] }
        return alike.filter { plate.isLookAlike(of: $0.key, folding: folding) }.map(\.value)
    }

    mutating func learn(_ plate: Plate, _ id: PlateID) {
        if byLikeness[plate.likeness, default: [:]].updateValue(id, forKey: plate) == nil { count += 1 }
    }

    /// Lets go of plates that cannot be meant any more, seldom: it looks at all of them.
    mutating func tidy(keeping isMeant: (PlateID) -> Bool) {
        guard count > mostBeforeTidying else { return }
        keep(isMeant)
        mostBeforeTidying = 10_000 + 2 * count
    }

    func remember(_ plate: Plate) -> Bool { byLikeness[plate.likeness]?[plate] != nil }

    mutating func forget(_ erased: Set<PlateID>) { keep { !erased.contains($0) } }

    private mutating func keep(_ isMeant: (PlateID) -> Bool) {
        byLikeness = byLikeness.compactMapValues { plates in
            let kept = plates.filter { isMeant($0.value) }
            return kept.isEmpty ? nil : kept
        }
        count = byLikeness.values.reduce(0) { $0 + $1.count }
    }
}
