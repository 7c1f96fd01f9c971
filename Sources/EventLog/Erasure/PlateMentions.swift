/// Where payloads name plates, so that SQL finds them in events of every kind.
///
/// A text that a person typed cannot look like it, since its quotation marks stand behind backslashes.
public enum PlateMentions {
    /// A regular expression, of PostgreSQL's and Swift's both: the first group are the identifiers of a field, each but the first behind
    /// a quotation mark, a comma and another quotation mark.
    public static let pattern =
        #""(?:plate|readAs|was|wasPlate|alike)":\[?"((?:[0-9a-f]{32}(?:",")?)+)""#
}
