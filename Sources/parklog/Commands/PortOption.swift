import ArgumentParser

/// Where a service listens.
struct PortOption: ParsableArguments {
    @Option(help: "The port to listen on; 0 for any.")
    var port: Int = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    }
}
