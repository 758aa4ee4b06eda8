import Cards
import Datasets
import Foundation
import Objects
import Pipelines
import Rendering

extension Plan {
    /// The surfaces of the run's objects, by their origin as its scenes store it.
    var surfaces: ObjectSurfaces {
        let (objects, names) = (maker.objects, names)
        return ObjectSurfaces { from in
            guard let stored = try? JSONDecoder().decode(DrawnPart.self, from: Data(from.utf8)) else { return nil }
            let part = ObjectSources.catalogue.renamingFiles(of: stored, names.path)
            // The images are made already: a file that is gone by now only costs the model, which the format reports.
            guard let mesh = try? objects.mesh(of: part) else { return nil }
            return ObjectSurface(positions: mesh.positions, triangles: mesh.triangles)
        }
    }
}
