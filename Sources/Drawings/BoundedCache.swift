import Synchronization

/// Values that are costly to make, kept until they take more than a number of bytes; the least recently used go first.
///
/// Each value is made once even when several threads ask for it together: one makes it, the others wait for that one.
/// Failures are kept too, so that a broken file is not read again for every image.
package final class BoundedCache<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
    /// The most bytes of all values together. A value that alone takes more is returned and not kept.
    let capacity: Int
    private let state = Mutex(State())

    /// The place of one value, empty until its maker is done.
    private final class Slot: Sendable {
        let result = Mutex<Result<Value, Failure>?>(nil)
    }

    private struct Entry {
        let slot: Slot
        /// 0 while the value is being made.
        var byteCount = 0
        /// The neighbours in order of use.
        var newer: Key?
        var older: Key?
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var newest: Key?
        var oldest: Key?
        var byteCount = 0

        mutating func unlink(_ key: Key) {
            guard let entry = entries[key] else { return }
            if let newer = entry.newer { entries[newer]?.older = entry.older } else { newest = entry.older }
            if let older = entry.older { entries[older]?.newer = entry.newer } else { oldest = entry.newer }
        }

        mutating func linkAsNewest(_ key: Key) {
            entries[key]?.older = newest
            entries[key]?.newer = nil
            if let newest { entries[newest]?.newer = key } else { oldest = key }
            newest = key
        }

        mutating func remove(_ key: Key) {
            unlink(key)
            byteCount -= entries.removeValue(forKey: key)?.byteCount ?? 0
        }
    }

    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// The number of bytes kept now.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// The value, made by `make` unless it is there. `make` also says how many bytes it takes, and must not ask this
    /// cache for the same key.
    package func value(
        _ key: Key, make: () throws(Failure) -> (value: Value, byteCount: Int)
    ) throws(Failure) -> Value {
        let slot = state.withLock { state -> Slot in
            if let slot = state.entries[key]?.slot {
                if state.newest != key {
                    state.unlink(key)
                    state.linkAsNewest(key)
                }
                return slot
            }
            let slot = Slot()
            state.entries[key] = Entry(slot: slot)
            state.linkAsNewest(key)
            return slot
        }
        return try slot.result.withLock { result -> Result<Value, Failure> in
            if let result { return result }
            let made: Result<Value, Failure>
            // The size of a failure is not known, but it is not zero.
            var size = 1024
            do throws(Failure) {
                let (value, byteCount) = try make()
                size = byteCount
                made = .success(value)
            } catch {
                made = .failure(error)
            }
            result = made
            account(key, slot, size)
            return made
        }.get()
    }

    /// Records the size of a new value, and removes values that are too much.
    private func account(_ key: Key, _ slot: Slot, _ byteCount: Int) {
        state.withLock { state in
            // The slot may have been removed while its value was being made.
            guard state.entries[key]?.slot === slot else { return }
            state.entries[key]?.byteCount = byteCount
            state.byteCount += byteCount
            while state.byteCount > capacity, let oldest = state.oldest { state.remove(oldest) }
        }
    }
}
