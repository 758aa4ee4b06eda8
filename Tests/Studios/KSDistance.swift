/// The greatest distance between the shares of two lists of numbers up to any number (Kolmogorov and Smirnov).
package func ksDistance(_ first: [Double], _ second: [Double]) -> Double {
    let (a, b) = (first.sorted(), second.sorted())
    var (i, j, most) = (0, 0, 0.0)
    while i < a.count, j < b.count {
        let value = min(a[i], b[j])
        while i < a.count, a[i] == value { i += 1 }
        while j < b.count, b[j] == value { j += 1 }
        most = max(most, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return most
}
