// Characters that cameras take for one another (design rule 8).

extension Plate {
    /// What all plates share that may look alike, whatever a garage folds: one look-up finds every candidate.
    ///
    /// It is no plate. Whether a candidate does look alike, ``isLookAlike(of:folding:)`` says.
    public var likeness: String {
        var likeness = ""
        for character in characters.unicodeScalars {
            likeness.unicodeScalars.append(Plate.likeness(of: Plate.everyFolding.folded(character)))
        }
        return likeness
    }

    /// Whether two plates differ, and no more than the garage forgives.
    ///
    /// That is in letters that it folds, and at most in one character that looks like another, as 0 and O.
    /// Readers of cards take no character for another.
    public func isLookAlike(of other: Plate, folding: Set<PlateFolding>) -> Bool {
        guard self != other, !isCard, !other.isCard,
            characters.unicodeScalars.count == other.characters.unicodeScalars.count
        else { return false }
        var isApart = false
        for (mine, theirs) in zip(characters.unicodeScalars, other.characters.unicodeScalars) {
            let (mine, theirs) = (folding.folded(mine), folding.folded(theirs))
            if mine == theirs { continue }
            guard !isApart, Plate.likeness(of: mine) == Plate.likeness(of: theirs) else { return false }
            isApart = true
        }
        return true
    }

    private static let everyFolding = Set(PlateFolding.allCases)

    /// One character for all of those that look alike.
    private static func likeness(of character: Unicode.Scalar) -> Unicode.Scalar {
        switch character {
        case "O", "D", "Q": "0"
        case "I": "1"
        case "Z": "2"
        case "S": "5"
        case "G": "6"
        case "B": "8"
        default: character
        }
    }
}
