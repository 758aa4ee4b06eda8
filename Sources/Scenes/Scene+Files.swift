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
        for index in objects.indices {
            scene.objects[index].from = ObjectSources.catalogue.renamingFiles(of: objects[index].from, rename)
        }
        return scene
    }

    /// The scene as it is stored: nothing in it depends on the folder that the run was started in.
    package func stored(_ names: FileNames) -> Scene {
        var scene = renamingFiles(names.name)
        for index in missing.indices {
            scene.missing[index].file = missing[index].file.map(names.name)
            scene.missing[index].detail = missing[index].detail.map { names.naming($0, missing[index].file) }
        }
        return scene
    }

    /// A stored scene whose files can be opened.
    package func opened(_ names: FileNames) -> Scene {
        var scene = renamingFiles(names.path)
        for index in missing.indices { scene.missing[index].file = missing[index].file.map(names.path) }
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
