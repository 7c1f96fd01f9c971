import Configuration

/// What is in force: flags over the environment over the file, and else what is usual.
public struct Settings: Sendable {
    /// A setting's value, and who says so.
    public struct InForce: Hashable, Sendable {
        /// What it is set to; nil where nothing is.
        public let value: SettingValue?
        /// Where.
        public let source: SettingSource
    }

    private let inForce: [Setting: InForce]

    /// All of them, or what is wrong with the first that cannot be.
    ///
    /// - Parameters:
    ///   - flags: what the command line says.
    ///   - environment: the process's; an empty variable is none.
    public init(
        flags: [Setting: SettingValue] = [:], environment: [String: String] = [:], file: SettingsFile? = nil
    ) throws(SettingsProblem) {
        let environment = environment.filter { !$0.value.isEmpty }
        try Settings.checkNames(of: environment)
        let providers: [(any ConfigProvider, (Setting) -> SettingSource)] = [
            (InMemoryProvider(flags), { .flag("--" + $0.name) }),
            (
                EnvironmentVariablesProvider(environmentVariables: environment).mapKeys {
                    AbsoluteConfigKey(
                        Setting(rawValue: $0.description)?.variable.split(separator: "_").map(String.init) ?? [])
                }, { .variable($0.variable) }
            ),
            (InMemoryProvider(file?.values ?? [:]), { .file(file?.path ?? "", line: file?.lines[$0] ?? 1) }),
        ]
        var inForce: [Setting: InForce] = [:]
        for setting in Setting.allCases {
            inForce[setting] = InForce(value: setting.fallback, source: .fallback)
            for (provider, source) in providers {
                let source = source(setting)
                guard let value = try setting.value(in: provider, source) else { continue }
                inForce[setting] = InForce(value: value, source: source)
                break
            }
        }
        self.inForce = inForce
    }

    /// A variable of ours that no setting has is a mistake that would be silent.
    private static func checkNames(of environment: [String: String]) throws(SettingsProblem) {
        let known = Setting.allCases.map(\.variable) + [file]
        for name in environment.keys.sorted()
        where name.hasPrefix(Setting.prefix) && !name.hasPrefix(forTests) && !known.contains(name) {
            let nearest = Nearest.name(to: name, among: known)
            throw SettingsProblem(
                source: .variable(name),
                sentence: "\(name) is no setting's variable"
                    + (nearest.map { "; did you mean \($0)?" } ?? "; parklog config lists them."))
        }
    }

    /// The variable that names the file of settings.
    public static let file = "PARKLOG_CONFIG"
    /// How the variables of tests begin.
    private static let forTests = "PARKLOG_TEST_"

    /// What is in force of a setting.
    public subscript(_ setting: Setting) -> InForce {
        inForce[setting] ?? InForce(value: setting.fallback, source: .fallback)
    }

    /// A text that is set, or usual.
    public func text(_ setting: Setting) -> String? {
        if case .text(let text) = self[setting].value { text } else { nil }
    }

    /// A number that is set, or usual.
    public func number(_ setting: Setting) -> Int? {
        if case .number(let number) = self[setting].value { number } else { nil }
    }

    /// The texts of a list; none where nothing is set.
    public func list(_ setting: Setting) -> [String] {
        if case .list(let texts) = self[setting].value { texts } else { [] }
    }

    /// Whether something is on.
    public func isOn(_ setting: Setting) -> Bool { self[setting].value == .isOn(true) }
}

extension Setting {
    /// What a provider has it set to; nil where it has not.
    fileprivate func value(
        in provider: any ConfigProvider, _ source: SettingSource
    ) throws(SettingsProblem) -> SettingValue? {
        let problem = SettingsProblem(source: source, sentence: "\(source) \(kind.demand).")
        do {
            guard
                let content = try provider.value(forKey: AbsoluteConfigKey([name]), type: kind.type).value?.content
            else { return nil }
            let value: SettingValue
            switch content {
            case .string(let text): value = .text(text)
            case .int(let number): value = .number(number)
            case .bool(let isOn): value = .isOn(isOn)
            case .stringArray(let texts): value = .list(texts)
            default: throw problem
            }
            guard kind.allows(value) else { throw problem }
            return value
        } catch {
            throw problem
        }
    }
}

extension SettingKind {
    fileprivate var type: ConfigType {
        switch self {
        case .text, .oneOf: .string
        case .number: .int
        case .isOn: .bool
        case .list: .stringArray
        }
    }

    fileprivate func allows(_ value: SettingValue) -> Bool {
        switch (self, value) {
        case (.text, .text(let text)): !text.isEmpty
        case (.number(let range), .number(let number)): range.contains(number)
        case (.isOn, .isOn): true
        case (.oneOf(let names), .text(let text)): names.contains(text)
        case (.list, .list(let texts)): !texts.contains("")
        default: false
        }
    }
}

extension InMemoryProvider {
    fileprivate init(_ values: [Setting: SettingValue]) {
        self.init(
            values: Dictionary(
                uniqueKeysWithValues: values.map { setting, value in
                    let content: ConfigContent =
                        switch value {
                        case .text(let text): .string(text)
                        case .number(let number): .int(number)
                        case .isOn(let isOn): .bool(isOn)
                        case .list(let texts): .stringArray(texts)
                        }
                    return (AbsoluteConfigKey([setting.name]), ConfigValue(content, isSecret: setting.isSecret))
                }))
    }
}
