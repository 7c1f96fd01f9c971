import Yams

/// A file of settings: YAML, a name and a value a line.
public struct SettingsFile: Sendable {
    let path: String
    let values: [Setting: SettingValue]
    let lines: [Setting: Int]

    /// What is in it.
    ///
    /// - Parameter path: as the sentences are to name it.
    public init(path: String, _ bytes: [UInt8]) throws(SettingsProblem) {
        self.path = path
        var (values, lines): ([Setting: SettingValue], [Setting: Int]) = ([:], [:])
        for (key, value) in try SettingsFile.pairs(path, bytes) {
            let line = key.mark?.line ?? 1
            func problem(_ sentence: String) -> SettingsProblem {
                SettingsProblem(source: .file(path, line: line), sentence: "\(path), line \(line): \(sentence)")
            }
            guard let name = key.scalar?.string else { throw problem("a setting's name must be a word.") }
            guard let setting = Setting(rawValue: name) else {
                let nearest = Nearest.name(to: name, among: Setting.allCases.map(\.name))
                throw problem(
                    "\(name) is no setting"
                        + (nearest.map { "; did you mean \($0)?" } ?? "; parklog config lists them."))
            }
            guard let read = setting.kind.read(value) else { throw problem("\(name) \(setting.kind.demand).") }
            values[setting] = read
            lines[setting] = line
        }
        self.values = values
        self.lines = lines
    }

    /// Its names and values.
    private static func pairs(_ path: String, _ bytes: [UInt8]) throws(SettingsProblem) -> [(Node, Node)] {
        func problem(_ line: Int, _ sentence: String) -> SettingsProblem {
            SettingsProblem(source: .file(path, line: line), sentence: "\(path), line \(line): \(sentence)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem(1, "the file must be UTF-8.") }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
            throw problem(
                context.mark.line, "\(duplicates.map { "\($0)" }.joined(separator: " and ")) is set twice.")
        } catch {
            throw problem(YamlError.line(of: error), "this is no YAML.")
        }
        guard let root else { return [] }
        guard let mapping = root.mapping else {
            throw problem(root.mark?.line ?? 1, "a file of settings has a name, a colon and a value in each line.")
        }
        return mapping.map { ($0.key, $0.value) }
    }
}

extension YamlError {
    /// Where the reading ended.
    fileprivate static func line(of error: any Error) -> Int {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }
}

extension SettingKind {
    /// What a value in the file says; nil where it is none of this kind.
    fileprivate func read(_ node: Node) -> SettingValue? {
        if case .list = self, let sequence = node.sequence {
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count && !texts.contains("") ? .list(texts) : nil
        }
        guard let text = node.scalar?.string, !text.isEmpty else { return nil }
        switch self {
        case .text: return .text(text)
        case .number(let range): return Int(text).flatMap { range.contains($0) ? .number($0) : nil }
        case .isOn: return ["true": .isOn(true), "false": .isOn(false)][text]
        case .oneOf(let names): return names.contains(text) ? .text(text) : nil
        case .list: return .list([text])
        }
    }
}
