/// A plate that is being read, character by character, where it has others than ASCII's.
struct PlateReading {
    private struct Part {
        var scalar: UInt32
        let kind: PlateTable.Kind
        /// Marks on one letter are ordered by it; 0 is never reordered.
        let order: Int
    }

    /// No letter has more than four parts, so that more parts than these are more letters than a plate has.
    private static let most = 4 * Plate.mostCharacters
    private static let ypogegrammeni: UInt32 = 0x345
    private static let iota: UInt32 = 0x399

    private let table = PlateTable.shared
    private var parts: [Part] = []

    /// Takes a character; false where no plate has it, or none so many.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        switch table.form(of: scalar.value) {
        case nil: return false
        case .nothing: break
        case .one(let letter): append(letter)
        case .several(let letters): letters.forEach { append($0) }
        }
        return parts.count <= PlateReading.most
    }

    private mutating func append(_ letter: UInt32) {
        if let (base, second) = table.parts(of: letter) {
            append(base)
            append(second)
        } else if let mark = table.mark(letter) {
            parts.append(Part(scalar: letter, kind: mark.kind, order: mark.order))
            settle()
        } else {
            parts.append(Part(scalar: letter, kind: .letter, order: 0))
        }
    }

    /// Moves the last mark to its place among those on the same letter.
    private mutating func settle() {
        var index = parts.count - 1
        while index > 0, parts[index].order > 0, parts[index - 1].order > parts[index].order {
            parts.swapAt(index, index - 1)
            index -= 1
        }
    }

    /// The plate's characters; nil where they begin with a mark, an accent has no letter, or there are too many.
    consuming func characters() -> String? {
        guard let first = parts.first, first.kind == .letter else { return nil }
        // The iota under a Greek vowel stands behind it in capitals, and only now no accent can come between.
        for index in parts.indices where parts[index].scalar == PlateReading.ypogegrammeni {
            parts[index] = Part(scalar: PlateReading.iota, kind: .letter, order: 0)
        }
        let letters = composed()
        guard letters.count <= Plate.mostCharacters, letters.allSatisfy({ $0.kind != .accent }) else { return nil }
        var characters = ""
        for letter in letters { characters.unicodeScalars.append(Unicode.Scalar(letter.scalar)!) }
        return characters
    }

    private func composed() -> [Part] {
        var letters: [Part] = []
        letters.reserveCapacity(parts.count)
        var base: Int?
        for part in parts {
            // A mark is blocked by one of its own class, and what has no class by any.
            if let base, base == letters.count - 1 || letters[letters.count - 1].order < part.order,
                part.kind != .letter || Hangul.isPart(part.scalar),
                let composition = table.composition(of: letters[base].scalar, part.scalar)
            {
                letters[base].scalar = composition
                continue
            }
            if part.order == 0 { base = letters.count }
            letters.append(part)
        }
        return letters
    }
}
