/// Why an operator corrects something, by a code of the house, such as `misread` or `camera-failure`.
public struct ReasonCode: Slug {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}
