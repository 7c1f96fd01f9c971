/// The pause between two looks at a condition that another process brings about.
enum Patience {
    /// In a cancelled task this returns at once, so whoever waits holding the gate does so in a task of its own.
    static func moment() async {
        try? await Task.sleep(for: .milliseconds(15))
    }
}
