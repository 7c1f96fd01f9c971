import Access
import Foundation

/// Lends the installation's key in a file; a new one is made where there is none, or where it is to be renewed, and takes the file's
/// place once the body has made it known.
func withKey<Value>(
    in path: String, renewed: Bool, note: String, _ body: (InstallationKey) async throws -> Value
) async throws -> Value {
    let isThere = FileManager.default.fileExists(atPath: path)
    let isNew = renewed || !isThere
    let key = isNew ? InstallationKey() : try InstallationKey(file: path)
    let fresh = path + ".new"
    if isNew {
        // One that was left behind was never in use.
        unlink(fresh)
        try key.save(to: fresh)
    }
    do {
        let value = try await body(key)
        if isNew {
            guard rename(fresh, path) == 0 else { throw InstallationKeyError.unwritable(path) }
            Terminal.note(note)
        }
        return value
    } catch {
        if isNew { unlink(fresh) }
        throw error
    }
}
