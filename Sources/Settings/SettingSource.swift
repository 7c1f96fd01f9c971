/// Where a setting has been set. Flags come before the environment, and that before the file.
public enum SettingSource: Hashable, Sendable {
    case flag(String)
    case variable(String)
    case file(String, line: Int)
    case fallback
}

extension SettingSource: CustomStringConvertible {
    /// As a person finds it again.
    public var description: String {
        switch self {
        case .flag(let name): name
        case .variable(let name): name
        case .file(let path, let line): "\(path):\(line)"
        case .fallback: "default"
        }
    }
}

extension SettingSource {
    /// A setting by its name there, as a sentence begins.
    public func naming(_ setting: Setting) -> String {
        switch self {
        case .flag, .variable: description
        case .file: "\(description): \(setting.name)"
        case .fallback: setting.name
        }
    }
}

/// Why nothing is in force: something is set that cannot be.
public struct SettingsProblem: Error, Hashable {
    /// Where.
    public let source: SettingSource
    /// What is wrong, and what would be right.
    public let sentence: String

    /// A problem.
    public init(source: SettingSource, sentence: String) {
        self.source = source
        self.sentence = sentence
    }

    /// Whether it was given on the command line.
    public var isUsage: Bool { if case .flag = source { true } else { false } }
}
