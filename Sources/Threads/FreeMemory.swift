#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Memory that the process has freed and that the allocator keeps, in case it is wanted again.
public enum FreeMemory {
    /// Gives it back to the system, as far as whole pages are free.
    ///
    /// Blocking, for some milliseconds where there is much of it: nothing for a thread that others wait for. glibc gives back by
    /// itself only what lies at the end of a heap, and what is kept of some garage always lies behind.
    public static func giveBack() { _ = trim?(0) }

    /// glibc's `malloc_trim`, which Swift's module of it leaves out; nil where another library allocates.
    ///
    /// The cast is sound: `dlsym` hands back the address of the function of that name, which malloc.h declares as
    /// `int malloc_trim(size_t)`, and no other library that Linux has names another one so.
    private static let trim: (@convention(c) (Int) -> CInt)? = dlsym(nil, "malloc_trim").map {
        unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
    }
}
