import Pictures

/// Photos that show the same, such as mirrored or compressed copies, or frames of a video that follow one another.
enum NearDuplicates {
    /// The photos in groups: those of one group show the same, each like at least one other. A photo that shows nothing,
    /// or that cannot be read, is a group by itself.
    ///
    /// Groups stand in the order of their first photos, and so do the photos in a group.
    static func groups(of photos: [Photo]) -> [[Photo]] {
        let hashes = photos.concurrentMap(inChunksOf: 4) { photo in try? PerceptualHash(photo.path) }
        // Each photo with the later ones that are like it.
        let alike = Array(hashes.indices).concurrentMap { first -> [Int] in
            guard let hash = hashes[first] else { return [] }
            return hashes.indices[(first + 1)...].filter { hashes[$0]?.isAlike(hash) ?? false }
        }
        // The first photo of the group that a photo is in; links are followed until one links to itself.
        var firsts = Array(photos.indices)
        func first(of photo: Int) -> Int {
            var photo = photo
            while firsts[photo] != photo {
                firsts[photo] = firsts[firsts[photo]]
                photo = firsts[photo]
            }
            return photo
        }
        for (photo, others) in alike.enumerated() {
            for other in others {
                let (a, b) = (first(of: photo), first(of: other))
                firsts[max(a, b)] = min(a, b)
            }
        }
        return photos.indices.map { (photo: photos[$0], first: first(of: $0)) }.grouped(by: \.first).map {
            $0.map(\.photo)
        }
    }
}
