import Facts
import Geometry
import JSON
import Scenes

/// What a person has drawn on a photo, and the facts that follow from it.
///
/// Marks are in pixels of the upright photo. Lines give the field of view and the horizon, the horizon's own marks win over
/// these, things of known size give the camera's height, and a shadow gives the sun. A mark that tells nothing becomes a
/// warning, and the fact stays as it was.
struct MarkedPhoto {
    private(set) var facts: PhotoFacts
    private(set) var warnings: [String] = []
    /// What lines of all three directions tell of the principal point, in shares; nil where there are none of one direction.
    private(set) var principal: Result<Point, Undetermined>?
    private let width: Int
    private let height: Int

    init(_ tree: JSONTree, width: Int, height: Int, exif: PhotoFacts) {
        (self.width, self.height) = (width, height)
        facts = PhotoFacts(tree["facts"] ?? .null)
        warnings = facts.keepPossible()
        let stated = facts.fieldOfView
        lines(tree["lines"]?.elements ?? [], stated ?? exif.fieldOfView)
        horizon(tree["horizon"]?.elements ?? [])
        sizes(tree["figures"]?.elements ?? [], tree["lengths"]?.elements ?? [], exif)
        warnings += facts.keepPossible()
        shadow(tree["shadow"], exif)
        warnings += facts.contradictions(width: width, height: height, exif: exif.fieldOfView)
    }

    /// The camera by all that is known; defaults of a pipeline stand for the rest.
    func camera(_ exif: PhotoFacts) -> Camera { facts.filled(from: exif).camera(width: width, height: height) }

    private mutating func attempt(_ body: (inout Self) throws(Undetermined) -> Void) {
        do throws(Undetermined) { try body(&self) } catch { warnings.append(error.words) }
    }

    private mutating func lines(_ groups: [JSONTree], _ known: Angle?) {
        let groups = groups.compactMap { group -> ViewFromLines.Group? in
            let lines = (group["lines"]?.elements ?? []).compactMap { $0.pixels(4) }
                .map { LineSegment(Point($0[0], $0[1]), Point($0[2], $0[3])) }
            let direction = group["direction"]?.text.flatMap { ViewFromLines.Group.Direction(rawValue: $0) }
            return lines.isEmpty ? nil : ViewFromLines.Group(direction ?? .level, lines)
        }
        guard !groups.isEmpty else { return }
        crop(groups)
        attempt { marked throws(Undetermined) in
            let principal = marked.facts.principal(width: marked.width, height: marked.height)
            let known = groups.count > 1 ? nil : known
            let view = try ViewFromLines(
                groups, width: marked.width, height: marked.height, principal: principal, fieldOfView: known)
            marked.warnings += view.warnings
            let doubt = ViewFromLines.doubt(
                groups, width: marked.width, height: marked.height, principal: principal, fieldOfView: known)
            // Lines that are warned of already are so for a reason that helps more.
            if view.warnings.isEmpty, let doubt { marked.warnings.append(doubt) }
            if groups.count > 1 { marked.facts.fieldOfView = view.fieldOfView ?? marked.facts.fieldOfView }
            guard let horizon = view.horizon else { return }
            (marked.facts.horizon, marked.facts.pitch, marked.facts.roll) = (horizon, nil, view.roll)
        }
    }

    /// What the lines tell of how the photo was cropped. It is only offered: a person takes it.
    private mutating func crop(_ groups: [ViewFromLines.Group]) {
        guard groups.count == 3 else { return }
        do throws(Undetermined) {
            let point = try ViewFromLines.principal(of: groups, width: width, height: height)
            let share = Point(point.x / Double(width), point.y / Double(height))
            principal = .success(share)
            let off = share.distance(to: facts.principal ?? Point(0.5, 0.5))
            guard off > Self.mostOff else { return }
            warnings.append(
                "by these lines the photo was cropped: its principal point would be at \(share.x.asShare), "
                    + "\(share.y.asShare); the tool “Crop” takes it")
        } catch {
            principal = .failure(error)
        }
    }

    /// Lines drawn by hand miss the principal point by less, in shares.
    private static let mostOff = 0.15

    private mutating func horizon(_ ends: [JSONTree]) {
        guard ends.count == 2, let a = ends[0].point, let b = ends[1].point else { return }
        attempt { marked throws(Undetermined) in
            let line = try HorizonLine(through: a, b, width: marked.width, height: marked.height)
            (marked.facts.horizon, marked.facts.pitch) = (line.horizon, nil)
            marked.facts.roll = abs(line.roll.degrees) < 0.05 ? nil : line.roll
        }
    }

    private mutating func sizes(_ figures: [JSONTree], _ lengths: [JSONTree], _ exif: PhotoFacts) {
        let marks =
            figures.compactMap { mark -> CameraHeight.Mark? in
                guard let foot = mark["foot"]?.point, let head = mark["head"]?.point,
                    let metres = mark["metres"]?.number
                else { return nil }
                return .figure(foot: foot, head: head, metres: metres)
            }
            + lengths.compactMap { mark -> CameraHeight.Mark? in
                guard let from = mark["foot"]?.point, let to = mark["head"]?.point, let metres = mark["metres"]?.number
                else { return nil }
                return .length(from: from, to: to, metres: metres)
            }
        guard !marks.isEmpty else { return }
        let camera = camera(exif)
        attempt { marked throws(Undetermined) in
            let height = try CameraHeight(marks, seenBy: camera)
            marked.facts.cameraHeightMetres = height.metres
            marked.warnings += height.contradictions
        }
    }

    private mutating func shadow(_ mark: JSONTree?, _ exif: PhotoFacts) {
        guard let mark, let foot = mark["foot"]?.point, let tip = mark["tip"]?.point, let head = mark["head"]?.point
        else { return }
        let camera = camera(exif)
        attempt { marked throws(Undetermined) in
            marked.facts.sun = try PhotoFacts.Sun(shadowFrom: foot, to: tip, head: head, seenBy: camera)
        }
    }
}

extension JSONTree {
    fileprivate var point: Point? { pixels(2).map { Point($0[0], $0[1]) } }

    /// Places in a photo's pixels; nil where one is so far off that no page has drawn it.
    fileprivate func pixels(_ count: Int) -> [Double]? {
        numbers(count).flatMap { $0.allSatisfy { abs($0) < 1e7 } ? $0 : nil }
    }
}
