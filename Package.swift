// swift-tools-version: 6.1
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "parklog",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        // Pure: values and functions, the standard library only.
        .target(name: "Chronology", swiftSettings: house),
        .target(name: "Money", swiftSettings: house),
        .target(name: "Tariffs", dependencies: ["Chronology", "Money"], swiftSettings: house),
        .target(name: "Parking", dependencies: ["Chronology", "Money", "Tariffs"], swiftSettings: house),
        .target(
            name: "ParkingJSON", dependencies: ["Chronology", "Money", "Tariffs", "Parking"], swiftSettings: house),
        .testTarget(name: "ChronologyTests", dependencies: ["Chronology"], swiftSettings: house),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], swiftSettings: house),
        .testTarget(name: "TariffsTests", dependencies: ["Tariffs", "Chronology", "Money"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
