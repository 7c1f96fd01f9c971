/// Where payloads refer to words that stand in the log's texts.
public enum TextMentions {
    /// A regular expression, of PostgreSQL's and Swift's both; its first group is what the words are called.
    public static let pattern = #""(?:remark|byHand)":"text:([0-9a-f]{32})""#

    /// The fields of a payload that say by its event's number what it is about; each that is there counts.
    public static let subjects = ["session", "reservation", "permit", "authorisation", "exit", "passage"]
    /// The field that says so of an exception, which has the number of the event that raised it, whatever that is about itself.
    static let exception = "exception"
}
