import Synchronization
import Testing

@testable import Drawings

@Suite struct BoundedCacheTests {
    struct Broken: Error {}

    final class Count: Sendable {
        let value = Atomic(0)
    }

    @Test func aValueIsMadeOnceForAllWhoAskAtTheSameTime() async {
        let cache = BoundedCache<Int, Int, Never>(capacity: 1000)
        let made = Count()
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    cache.value(7) {
                        made.value.wrappingAdd(1, ordering: .relaxed)
                        return (70, 8)
                    }
                }
            }
            for await value in group { #expect(value == 70) }
        }
        #expect(made.value.load(ordering: .relaxed) == 1)
    }

    @Test func whatWasNotUsedForLongestGoesFirst() {
        let cache = BoundedCache<Int, Int, Never>(capacity: 30)
        var made: [Int] = []
        func ask(_ keys: Int...) {
            for key in keys {
                _ = cache.value(key) {
                    made.append(key)
                    return (key, 10)
                }
            }
        }
        ask(1, 2, 3, 1, 4)
        #expect(cache.byteCount == 30)
        ask(1, 3, 4)
        #expect(made == [1, 2, 3, 4])
        ask(2, 3, 4, 1)
        #expect(made == [1, 2, 3, 4, 2, 1])
    }

    @Test func aValueLargerThanTheCacheIsHandedOutAndNotKept() {
        let cache = BoundedCache<Int, Int, Never>(capacity: 30)
        #expect(cache.value(1) { (10, 31) } == 10)
        #expect(cache.byteCount == 0)
    }

    @Test func aFailureIsKeptToo() {
        let cache = BoundedCache<Int, Int, Broken>(capacity: 1 << 20)
        var tries = 0
        for _ in 0..<3 {
            #expect(throws: Broken.self) {
                try cache.value(1) { () throws(Broken) in
                    tries += 1
                    throw Broken()
                }
            }
        }
        #expect(tries == 1)
    }
}
