import Geometry

/// The objects placed so far in one image, with how much the others hide of each. It keeps the limits during placing.
struct Crowd {
    let width: Int
    let height: Int
    let limits: Limits
    private var members: [Member] = []

    private struct Member {
        var silhouette: Silhouette
        var depth: Double
        var footprint: Footprint?
        /// Distractors may be hidden as far as they like.
        var isLabelled: Bool
        /// The area in pixels that must be seen of it, besides the limits.
        var least: Int?
        var inside: [UInt64]
        var hidden: [UInt64]
    }

    init(width: Int, height: Int, limits: Limits) {
        self.width = width
        self.height = height
        self.limits = limits
    }

    /// Adds an object if it and all others then keep the limits; else returns the reason.
    ///
    /// - Parameters:
    ///   - depth: smaller is nearer, and hides what is farther; at the same depth the later hides the earlier.
    ///   - footprint: the room it takes in the world, which no two may share; nil for an object that floats.
    ///   - least: the area in pixels that must always be seen of it, besides the limits.
    ///   - isSure: whether the limits are to be kept by more than cells can err, so that the finished masks keep them.
    mutating func admit(
        _ silhouette: Silhouette, depth: Double, footprint: Footprint? = nil, isLabelled: Bool,
        atLeast least: Int? = nil, isSure: Bool = false
    ) -> MissingObject.Reason? {
        func limits(of other: Silhouette, _ least: Int?) -> Limits {
            let own = self.limits.requiring(least)
            return isSure ? own.narrowed(for: other) : own
        }
        if let footprint, members.contains(where: { $0.footprint?.intersects(footprint) ?? false }) {
            return .occupied
        }
        let inside = silhouette.cells(insideWidth: width, height: height)
        let insideCount = inside.bits
        guard insideCount > 0 else { return .truncated }
        if isLabelled {
            let outside =
                isSure
                ? silhouette.shareOutside(width: width, height: height)
                : 1 - Double(insideCount) / Double(silhouette.cells)
            let own = limits(of: silhouette, least)
            guard outside <= own.truncatedMax else { return .truncated }
            guard isLarge(insideCount, of: silhouette, own) else {
                return self.limits.areaMin == nil && least == nil ? .unseen : .small
            }
        }
        var newcomer = Member(
            silhouette: silhouette, depth: depth, footprint: footprint, isLabelled: isLabelled, least: least,
            inside: inside, hidden: [UInt64](repeating: 0, count: Silhouette.side))
        var changed: [(index: Int, hidden: [UInt64])] = []
        for (index, member) in members.enumerated()
        where member.silhouette.bounds.intersection(silhouette.bounds) != nil {
            if depth <= member.depth {
                guard let hidden = hide(member, behind: silhouette, limits(of: member.silhouette, member.least)) else {
                    return .overlap
                }
                changed.append((index, hidden))
            } else {
                guard let hidden = hide(newcomer, behind: member.silhouette, limits(of: silhouette, least)) else {
                    return .overlap
                }
                newcomer.hidden = hidden
            }
        }
        for change in changed { members[change.index].hidden = change.hidden }
        members.append(newcomer)
        return nil
    }

    /// Adds an object that is there in any case, behind all others: one that takes the place of a part of the photo.
    /// Later objects hide no more of it than the limits allow.
    mutating func add(behindAll silhouette: Silhouette, isLabelled: Bool) {
        let inside = silhouette.cells(insideWidth: width, height: height)
        guard inside.bits > 0 else { return }
        members.append(
            Member(
                silhouette: silhouette, depth: .infinity, footprint: nil, isLabelled: isLabelled, inside: inside,
                hidden: [UInt64](repeating: 0, count: Silhouette.side)))
    }

    /// The cells of the member that are hidden once `front` stands before it; nil when that breaks a limit.
    private func hide(_ member: Member, behind front: Silhouette, _ limits: Limits) -> [UInt64]? {
        let covered = zip(member.silhouette.cells(coveredBy: front), member.inside).map { $0 & $1 }
        let hidden = zip(member.hidden, covered).map { $0 | $1 }
        guard member.isLabelled else { return hidden }
        let inside = Double(member.inside.bits)
        guard Double(covered.bits) / inside <= limits.overlapMax,
            1 - Double(hidden.bits) / inside >= limits.visibleMin,
            isLarge(member.inside.bits - hidden.bits, of: member.silhouette, limits)
        else { return nil }
        return hidden
    }

    /// Whether enough is visible for the least area, as exactly as cells can show.
    private func isLarge(_ cells: Int, of silhouette: Silhouette, _ limits: Limits) -> Bool {
        guard let least = limits.areaMin else { return true }
        return Double(cells) * silhouette.cellArea >= Double(least)
    }
}

extension Limits {
    /// The same limits, and so many visible pixels at least.
    fileprivate func requiring(_ least: Int?) -> Limits {
        guard let least else { return self }
        var limits = self
        limits.areaMin = max(least, areaMin ?? 0)
        return limits
    }

    /// Limits that leave as much room as the cells of a shape and the pixels of its mask can err: half a cell, and an
    /// eighth of a pixel along its outline, whose length is taken to be that of a square. A label has a pixel at least.
    fileprivate func narrowed(for silhouette: Silhouette) -> Limits {
        let area = Double(silhouette.cells) * silhouette.cellArea
        let margin = min(0.25, 0.5 / Double(Silhouette.side) + 0.5 / max(area.squareRoot(), 1))
        let room = min(Double(Int32.max), area * margin + Double(areaMin ?? 1))
        return Limits(
            overlapMax: max(0, overlapMax - margin), visibleMin: min(1, visibleMin + margin),
            truncatedMax: max(0, truncatedMax - margin), areaMin: Int(room.rounded(.up)))
    }
}

extension [UInt64] {
    fileprivate var bits: Int { reduce(0) { $0 + $1.nonzeroBitCount } }
}
