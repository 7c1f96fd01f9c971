import JSON
import Testing

/// The reader's grammar, value by value.
@Suite struct JSONReaderTests {
    private func read<Value>(
        _ bytes: [UInt8], _ value: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        try JSONReader.read(bytes, value)
    }

    private func string(_ json: String) throws(JSONError) -> String {
        try read(Array(json.utf8)) { (reader: inout JSONReader) throws(JSONError) in try reader.string() }
    }

    private func number(_ json: String) throws(JSONError) -> Int64 {
        try read(Array(json.utf8)) { (reader: inout JSONReader) throws(JSONError) in try reader.int64() }
    }

    static let strings: [(String, String)] = [
        (#""""#, ""), (#""a""#, "a"), (" \t\r\n\"a\" \n", "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e4\u4EAC""#, "Aä京"), (#""\ud83D\uDE97""#, "🚗"), (#""🚗\u0301""#, "🚗\u{301}"),
        (#""\u0001\u001f\u007f""#, "\u{1}\u{1F}\u{7F}"), (#""\uFFFF\uFFFE""#, "\u{FFFF}\u{FFFE}"),
        ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
    ]

    @Test func `a text of an object is replaced, however its name is spelled, and nothing else is`() throws {
        func replaced(_ text: String) throws -> String? {
            try JSONReader.replacing("a", of: Array(text.utf8)) { $0 + "\"!" }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        #expect(
            try replaced(#"{"b": {"a": "x"}, "a" : "y\"" , "c": [1]}"#)
                == #"{"b": {"a": "x"}, "a" : "y\"\"!" , "c": [1]}"#)
        #expect(try replaced(#"{"\u0061":"y"}"#) == #"{"\u0061":"y\"!"}"#)
        for other in [#"{"b": "a"}"#, #"{"a": 1}"#, #"{"a": null}"#, "{}"] { #expect(try replaced(other) == nil) }
    }

    @Test func `a value is kept as the text that it was, and blanks go where they stand between values`() throws {
        let kept = try read(Array(#"{"a" : [1, "x \" y", {"b": -2.50}] , "c": 1}"#.utf8)) {
            (reader: inout JSONReader) throws(JSONError) in
            var kept: [UInt8] = []
            try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
                if name == "a" { kept = try reader.text() } else { try reader.skip() }
            }
            return kept
        }
        #expect(String(decoding: kept, as: UTF8.self) == #"[1, "x \" y", {"b": -2.50}]"#)
        let compact = JSONReader.compact(kept + Array("\n\t".utf8))
        #expect(String(decoding: compact, as: UTF8.self) == #"[1,"x \" y",{"b":-2.50}]"#)
        #expect(JSONReader.compact(Array(#"{"a\\" : "\\ "}"#.utf8)) == Array(#"{"a\\":"\\ "}"#.utf8))
    }

    @Test(arguments: strings) func `a text is read with its escapes`(json: String, value: String) throws {
        #expect(try string(json).unicodeScalars.elementsEqual(value.unicodeScalars))
    }

    @Test(arguments: [
        "", "a", "'a'", #"""#, #""a"#, #""\"#, #""\""#, #""\x""#, #""\u""#, #""\u12""#, #""\u12g4""#, #""\U0041""#,
        "\"\n\"", "\"\t\"", "\"\u{1F}\"", #""a"b"#, #""a" "b""#, #""\ud800""#, #""\ud800x""#, #""\ud800\n""#,
        #""\ud800\u0041""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800\ue000""#, #""\ud800\udbff""#, #""\ud83d\u""#,
        "null", "1", "\u{FEFF}\"a\"",
    ])
    func `what is no text is refused`(json: String) {
        #expect(throws: JSONError.self) { try string(json) }
    }

    @Test func `NUL is refused, as PostgreSQL stores none`() {
        #expect(throws: JSONError("must not contain the character NUL")) { try string(#""a\u0000""#) }
        #expect(throws: JSONError.self) { try string("\"a\u{0}\"") }
    }

    static let notUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xE0, 0x80, 0xAF],
    ]

    @Test(arguments: notUTF8) func `bytes that are not UTF-8 are refused, beside an escape or not`(bytes: [UInt8]) {
        for (before, after) in [("\"", "\""), (#""\n"#, "\""), ("\"", #"\n""#)] {
            let text = Array(before.utf8) + bytes + Array(after.utf8)
            let error = #expect(throws: JSONError.self) {
                try read(text) { (reader: inout JSONReader) throws(JSONError) in try reader.string() }
            }
            #expect(error?.kind == .encoding)
        }
    }

    static let numbers: [(String, Int64)] = [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), (" 10 ", 10), ("9223372036854775807", .max),
        ("-9223372036854775808", .min), ("3.0", 3), ("-3.00", -3), ("0.0", 0), ("-0.0", 0), ("0e5", 0), ("0.000e-9", 0),
        ("1e3", 1000), ("1E3", 1000), ("1e+3", 1000), ("1e0", 1), ("1.5e1", 15), ("10e-1", 1), ("1200e-2", 12),
        ("9223372036854775807.0", .max), ("-9.223372036854775808e18", .min), ("922337203685477580700e-2", .max),
        ("1" + String(repeating: "0", count: 500) + "e-500", 1), ("0.\(String(repeating: "0", count: 500))1e501", 1),
        ("0e99999999999999999999", 0),
    ]

    @Test(arguments: numbers) func `a whole number of 64 bits is read`(json: String, value: Int64) throws {
        #expect(try number(json) == value)
    }

    @Test(arguments: [
        "", "-", "+1", "01", "-01", "00", "1.5", "1.", ".5", "1.e3", "01.0", "1e", "1e+", "1E-", "1e.5", "1.0.0",
        "1e3.0", "3.0000000000000000001", "1e-1", "15e-1", "1e400",
        "1e19", "1e99999999999999999999", "1e-99999999999999999999", "9223372036854775807.5", "0x1", "1_000", "--1",
        "- 1", "1 2", "1a",
        "9223372036854775808", "-9223372036854775809", "9223372036854775808.0", "-9.223372036854775809e18",
        "99999999999999999999999999", "NaN", "Infinity", "\"1\"", "١",
    ])
    func `what is no whole number of 64 bits is refused`(json: String) {
        #expect(throws: JSONError.self) { try number(json) }
    }

    @Test(arguments: [
        "{", "}", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,}"#, #"{"a":1 "b":2}"#, #"{a:1}"#, #"{"a":1}}"#,
        #"{1:1}"#,
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "[", "]", "[1,]", "[,]", "[1 2]", "[1}", "[1]]", "tru", "truex",
        "True",
        "nul", "nulll", "", " ", ",", "{} {}", "//", "[1]//", "\u{0B}1",
    ])
    func `what is no JSON is refused`(json: String) {
        #expect(throws: JSONError.self) { try JSONValue(reading: Array(json.utf8)) }
    }

    @Test func `true, false and null are themselves`() throws {
        #expect(
            try JSONValue(reading: Array(" [ true , false , null ] ".utf8))
                == .array([.bool(true), .bool(false), .null]))
    }

    @Test func `objects and arrays lie 32 deep and no deeper`() throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
            Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
        }
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            _ = try JSONValue(reading: nested(32, open, close))
            #expect(throws: JSONError.self) { try JSONValue(reading: nested(33, open, close)) }
            #expect(throws: JSONError.self) { try JSONValue(reading: nested(100_000, open, close)) }
        }
    }

    @Test func `an object has at most 256 fields, and a list as many elements as its reader says`() throws {
        func object(_ count: Int) -> [UInt8] {
            Array(("{" + (0..<count).map { "\"f\($0)\":1" }.joined(separator: ",") + "}").utf8)
        }
        _ = try JSONValue(reading: object(256))
        #expect(throws: JSONError.self) { try JSONValue(reading: object(257)) }
        func array(_ count: Int) -> [UInt8] {
            Array(("[" + Array(repeating: "1", count: count).joined(separator: ",") + "]").utf8)
        }
        _ = try JSONValue(reading: array(10_000))
        #expect(throws: JSONError.self) { try JSONValue(reading: array(10_001)) }
    }

    @Test func `an error reads as a sentence, with its place in quotes`() {
        #expect(JSONError("must be a list", path: "gates").description == "\"gates\" must be a list.")
        #expect(JSONError("goes on behind its end").description == "The JSON text goes on behind its end.")
    }

    @Test func `a field's name of any length is cut in the error`() throws {
        let error = try #require(throws: JSONError.self) {
            try JSONValue(reading: Array("{\"\(String(repeating: "x", count: 100_000))\" 1}".utf8))
        }
        #expect(error.path == String(repeating: "x", count: 40) + "…")
    }
}
