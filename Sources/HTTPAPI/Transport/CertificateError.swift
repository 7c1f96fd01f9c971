public import Chronology

/// Why a certificate and a key cannot be served with.
public enum CertificateError: Error, Hashable, Sendable {
    case missing(String)
    case unreadable(String)
    /// The file has no certificate in it.
    case noCertificate(String)
    case noKey(String)
    case keyMissing(String)
    /// Others may read the key.
    case keyOpen(String)
    /// The key is another certificate's.
    case notTogether(certificate: String, key: String)
    /// It has ended, or has not begun; the one in use holds.
    case outOfTerm(String, from: Instant, until: Instant)

    /// What to do about it.
    public var sentence: String {
        switch self {
        case .missing(let path): "There is no certificate in \(path)."
        case .unreadable(let path): "The file \(path) cannot be read; let the service's user read it."
        case .noCertificate(let path):
            "The file \(path) is no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----, the service's own first."
        case .noKey(let path):
            "The file \(path) is no private key in PEM without a password; openssl pkey -in KEY -out \(path) makes it one."
        case .keyMissing(let path): "There is no private key in \(path)."
        case .keyOpen(let path): "Others may read the key in \(path); allow it to its owner only: chmod 600 \(path)"
        case .notTogether(let certificate, let key):
            "The key in \(key) does not belong to the certificate in \(certificate); put both there that were made together."
        case .outOfTerm(let path, let from, let until):
            "The certificate in \(path) is for \(from) to \(until), not for now; get a new one."
        }
    }
}
