extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func padded(before width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

/// One digit behind the point.
func rounded(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

/// Two digits behind the point.
func hundredths(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
