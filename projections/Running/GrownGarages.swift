import Synchronization

/// Which garages' logs have grown since somebody last looked, as far as notifications tell.
final class GrownGarages: Sendable {
    private let news = Mutex(News())

    /// What is known without a look at the logs.
    struct News {
        fileprivate(set) var garages: Set<String> = []
        /// Those of them in which somebody wants what has stopped to be tried again.
        fileprivate(set) var retried: Set<String> = []
        /// Notifications may have been lost.
        fileprivate(set) var mayBeOthers = false
    }

    /// Some have grown.
    func add(_ garages: [String]) { news.withLock { $0.garages.formUnion(garages) } }

    /// In some, what has stopped is to be tried again.
    func retry(_ garages: [String]) {
        news.withLock { news in
            news.garages.formUnion(garages)
            news.retried.formUnion(garages)
        }
    }

    /// Nobody knows which.
    func addOthers() { news.withLock { $0.mayBeOthers = true } }

    /// What there is, which is then forgotten.
    func take() -> News {
        news.withLock { news in
            defer { news = News() }
            return news
        }
    }
}
