import ArgumentParser
import Desks
import Settings

/// How many of those are served at the same time who can wait.
struct DeskOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.quotesAtOnce.summary))
    var quotesAtOnce: Int?
    @Option(help: ArgumentHelp(Setting.historyAtOnce.summary))
    var historyAtOnce: Int?
    @Option(help: ArgumentHelp(Setting.listsAtOnce.summary))
    var listsAtOnce: Int?
    @Option(help: ArgumentHelp(Setting.readersWaiting.summary))
    var readersWaiting: Int?
    @Option(help: ArgumentHelp(Setting.readingDeadline.summary))
    var readingDeadline: Int?

    var flags: [Setting: SettingValue?] {
        [
            .quotesAtOnce: quotesAtOnce.map(SettingValue.number),
            .historyAtOnce: historyAtOnce.map(SettingValue.number),
            .listsAtOnce: listsAtOnce.map(SettingValue.number),
            .readersWaiting: readersWaiting.map(SettingValue.number),
            .readingDeadline: readingDeadline.map(SettingValue.number),
        ]
    }
}

extension DeskSizes {
    init(_ settings: Settings) {
        self.init()
        quotes = settings.number(.quotesAtOnce) ?? quotes
        history = settings.number(.historyAtOnce) ?? history
        lists = settings.number(.listsAtOnce) ?? lists
        room = settings.number(.readersWaiting) ?? room
    }
}
