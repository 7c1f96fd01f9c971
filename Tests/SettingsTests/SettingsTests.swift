@testable import Settings
import Testing

@Suite struct SettingsTests {
    @Test func `a flag comes before the environment, and that before the file, and that before what is usual`() throws {
        let file = try file("port: 1\nmetrics-port: 1\nconnections: 1\n")
        let settings = try Settings(
            flags: [.port: .number(3)],
            environment: ["PARKLOG_PORT": "2", "PARKLOG_METRICS_PORT": "2", "DATABASE_URL": "postgresql:///x"],
            file: file)
        #expect(settings[.port] == .init(value: .number(3), source: .flag("--port")))
        #expect(settings[.metricsPort] == .init(value: .number(2), source: .variable("PARKLOG_METRICS_PORT")))
        #expect(settings[.connections] == .init(value: .number(1), source: .file("here.yaml", line: 3)))
        #expect(settings[.host] == .init(value: .text("127.0.0.1"), source: .fallback))
        #expect(settings[.databaseURL].source == .variable("DATABASE_URL"))
        #expect(settings[.home].value == nil)
    }

    @Test func `an empty variable sets nothing`() throws {
        let settings = try Settings(environment: ["DATABASE_URL": "", "PARKLOG_PORT": ""])
        #expect(settings[.databaseURL].value == nil)
        #expect(settings.number(.port) == 8080)
    }

    @Test func `every setting has a name of its own in the environment, where it can be set`() throws {
        #expect(Set(Setting.allCases.map(\.variable)).count == Setting.allCases.count)
        for setting in Setting.allCases {
            let (text, value) = setting.kind.example
            let settings = try Settings(environment: [setting.variable: text])
            #expect(settings[setting] == .init(value: value, source: .variable(setting.variable)))
        }
    }

    @Test func `every setting can be set in the file`() throws {
        for setting in Setting.allCases {
            let (text, value) = setting.kind.example
            let settings = try Settings(file: file("# mine\n\(setting.name): \(text)\n"))
            #expect(settings[setting] == .init(value: value, source: .file("here.yaml", line: 2)))
        }
    }

    @Test func `what is usual is what could be set`() throws {
        let usual = try Settings()
        for setting in Setting.allCases {
            guard let value = usual[setting].value else { continue }
            #expect(try Settings(flags: [setting: value])[setting].value == value)
        }
    }

    @Test(arguments: [
        ("prot: 80", "here.yaml, line 1: prot is no setting; did you mean port?"),
        ("port: 80\nmetric-port: 81", "here.yaml, line 2: metric-port is no setting; did you mean metrics-port?"),
        ("weather: fine", "here.yaml, line 1: weather is no setting; parklog config lists them."),
        ("port: 80\nhost: ::1\nport: 81", "here.yaml, line 1: port is set twice."),
        ("port: eighty", "here.yaml, line 1: port must be from 0 to 65535."),
        ("port: 65536", "here.yaml, line 1: port must be from 0 to 65535."),
        ("port: [80]", "here.yaml, line 1: port must be from 0 to 65535."),
        ("port:", "here.yaml, line 1: port must be from 0 to 65535."),
        ("insecure-loopback: maybe", "here.yaml, line 1: insecure-loopback must be true or false."),
        ("log-format: xml", "here.yaml, line 1: log-format must be one of text, json."),
        ("port 80", "here.yaml, line 1: a file of settings has a name, a colon and a value in each line."),
        ("- port", "here.yaml, line 1: a file of settings has a name, a colon and a value in each line."),
        ("port: 80\n host: x: y", "here.yaml, line 2: this is no YAML."),
        ("[80]: port", "here.yaml, line 1: a setting's name must be a word."),
    ])
    func `a file that cannot be is told by its line, with what would be right`(text: String, sentence: String) {
        #expect(problem { try Settings(file: file(text)) } == sentence)
    }

    @Test func `a file that is no text is told so`() {
        #expect(
            problem { try Settings(file: SettingsFile(path: "here.yaml", [0x70, 0xFF, 0xFE])) }
                == "here.yaml, line 1: the file must be UTF-8.")
    }

    @Test func `an empty file sets nothing`() throws {
        #expect(try Settings(file: file("# nothing yet\n")).number(.port) == 8080)
    }

    @Test(arguments: [
        ("PARKLOG_PROT", "1", "PARKLOG_PROT is no setting's variable; did you mean PARKLOG_PORT?"),
        ("PARKLOG_WEATHER_TODAY", "1", "PARKLOG_WEATHER_TODAY is no setting's variable; parklog config lists them."),
        ("PARKLOG_PORT", "x", "PARKLOG_PORT must be from 0 to 65535."),
        ("PARKLOG_LOG_LEVEL", "loud", nil),
    ])
    func `a variable that cannot be is told by its name`(name: String, value: String, sentence: String?) {
        let told = problem { try Settings(environment: [name: value]) }
        #expect(told?.hasPrefix(name) == true)
        if let sentence { #expect(told == sentence) }
    }

    @Test func `what others have in the environment is no business of ours`() throws {
        _ = try Settings(environment: [
            "PARKLOG_TEST_DATABASE_URL": "x", "PORT": "x", "PARKLOG_CONFIG": "x", "HOST": "y",
        ])
    }

    @Test func `a flag out of its range is wrong usage`() {
        do throws(SettingsProblem) {
            _ = try Settings(flags: [.port: .number(70_000)])
            Issue.record("It was taken.")
        } catch {
            #expect(error.isUsage)
            #expect(error.sentence == "--port must be from 0 to 65535.")
        }
    }

    private func file(_ text: String) throws(SettingsProblem) -> SettingsFile {
        try SettingsFile(path: "here.yaml", Array(text.utf8))
    }

    private func problem(_ body: () throws -> Settings) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? SettingsProblem)?.sentence
        }
    }
}

extension SettingKind {
    /// A value of the kind, as it is written and as it is.
    fileprivate var example: (String, SettingValue) {
        switch self {
        case .text: ("somewhere", .text("somewhere"))
        case .number(let range): ("\(range.upperBound)", .number(range.upperBound))
        case .isOn: ("true", .isOn(true))
        case .oneOf(let names): (names[1], .text(names[1]))
        case .list: ("one", .list(["one"]))
        }
    }
}
