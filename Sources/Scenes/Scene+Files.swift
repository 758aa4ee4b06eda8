import Cards
import Findings
import Objects
package import Pipelines

extension Scene {
    /// The same scene with other names for the files that it is made from.
    package func renamingFiles(_ rename: (String) -> String) -> Scene {
        var scene = self
        scene.photo.file = rename(photo.file)
        scene.photo.labels?.dataset = rename(photo.labels?.dataset ?? "")
        if case .panorama(let file, let yaw) = light.sky {
            scene.light.sky = .panorama(file: rename(file), yawDegrees: yaw)
        }
        for place in objects.indices {
            scene.objects[place].from = ObjectSources.catalogue.renamingFiles(of: objects[place].from, rename)
        }
        return scene
    }

    /// The scene as it is stored: nothing in it depends on the folder that the run was started in.
    package func stored(_ names: FileNames) -> Scene {
        var scene = renamingFiles(names.name)
        for place in missing.indices {
            scene.missing[place].file = missing[place].file.map(names.name)
            scene.missing[place].detail = missing[place].detail.map { names.naming($0, missing[place].file) }
        }
        return scene
    }

    /// A stored scene whose files can be opened.
    package func opened(_ names: FileNames) -> Scene {
        var scene = renamingFiles(names.path)
        for place in missing.indices { scene.missing[place].file = missing[place].file.map(names.path) }
        return scene
    }
}

extension PhotoLibrary {
    /// Every photo and panorama that was asked for, those that are skipped too, and the files of facts beside them.
    package var files: [String] {
        let listed = all.map(\.path) + skipped.compactMap(\.file)
        return listed + listed.map { PhotoSidecar.path(beside: $0) }
    }
}
