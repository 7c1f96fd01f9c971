public import JSON

// The names of a book's parts as JSON texts.

extension CardID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> CardID {
        try reader.identifier(CardID.init)
    }
}

extension RateID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> RateID {
        try reader.identifier(RateID.init)
    }
}

extension GroupID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> GroupID {
        try reader.identifier(GroupID.init)
    }
}

extension ValidationID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> ValidationID {
        try reader.identifier(ValidationID.init)
    }
}

extension AgreementID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> AgreementID {
        try reader.identifier(AgreementID.init)
    }
}

extension SubscriptionID: JSONReadable {
    /// Reads a name.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> SubscriptionID {
        try reader.identifier(SubscriptionID.init)
    }
}

extension Subscription.Period: JSONReadable {}
