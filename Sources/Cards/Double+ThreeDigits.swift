extension Double {
    /// The number to three digits.
    package var inThreeDigits: String {
        guard isFinite, self != 0 else { return "\(self)" }
        var step = 1.0
        while step * 100 > abs(self) { step /= 10 }
        while step * 1000 <= abs(self) { step *= 10 }
        // Divided by a whole number, a short decimal comes out as one.
        let number = step < 1 ? (self / step).rounded() / (1 / step).rounded() : (self / step).rounded() * step
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
