package import Geometry

extension InstanceMap {
    /// The visible mask of every instance: element k − 1 is that of id k, searched only inside `rects[k − 1]`, which
    /// may reach outside the map. An instance that is wholly hidden has an empty mask.
    ///
    /// Each rectangle is read once, row by row; see `columnRuns`.
    package func runLengths(rects: [PixelRect]) -> [RunLengths] {
        precondition(rects.count <= Int(UInt16.max), "an instance map tells at most 65,535 instances apart")
        return rects.enumerated().map { runLengths(of: UInt16($0.offset + 1), in: $0.element) }
    }

    /// The visible mask of one instance, searched only inside `rect`, which may reach outside the map.
    package func runLengths(of id: UInt16, in rect: PixelRect) -> RunLengths {
        let inside = rect.intersection(PixelRect(width: width, height: height))
        return ids.withUnsafeBufferPointer { ids in
            guard !inside.isEmpty, let pixels = ids.baseAddress else {
                return RunLengths(width: width, height: height)
            }
            return RunLengths(
                width: width, height: height,
                runs: columnRuns(of: id, in: pixels, stride: width, rect: inside, height: height))
        }
    }
}
