package import Geometry

extension InstanceMap {
    /// The visible mask of every instance: element k − 1 is that of id k, looked for only inside `rects[k − 1]`, which
    /// may reach outside the map. An instance that is wholly hidden has an empty mask.
    ///
    /// Each rectangle is read once, row by row; see `columnRuns`.
    package func runLengths(rects: [PixelRect]) -> [RunLengths] {
        let frame = PixelRect(width: width, height: height)
        return ids.withUnsafeBufferPointer { ids in
            rects.enumerated().map { index, rect in
                let inside = rect.intersection(frame)
                guard !inside.isEmpty, let pixels = ids.baseAddress else {
                    return RunLengths(width: width, height: height)
                }
                precondition(index < Int(UInt16.max), "an instance map tells at most 65,535 instances apart")
                return RunLengths(
                    width: width, height: height,
                    runs: columnRuns(
                        of: UInt16(index + 1), in: pixels, stride: width, rect: inside, height: height))
            }
        }
    }
}
