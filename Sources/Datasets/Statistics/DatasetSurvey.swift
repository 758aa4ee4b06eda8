package import Findings
package import Pictures

/// Reads the photos of a labelled dataset and their labels, one at a time, whatever its kind.
///
/// A photo whose file is missing or damaged still counts where the dataset states its size, since boxes can be counted
/// without pixels. May be used from many threads at once.
package struct DatasetSurvey: Sendable {
    package let dataset: any LabelledDataset

    /// A photo with the labels that can be used.
    package struct Photo: Sendable {
        /// The photo's place in the dataset.
        package let index: Int
        package let photo: DatasetPhoto
        package let frame: PhotoFrame
        /// Whether its file can be read.
        package let hasPicture: Bool
        package let labels: DatasetLabels

        package init(index: Int, photo: DatasetPhoto, frame: PhotoFrame, hasPicture: Bool, labels: DatasetLabels) {
            (self.index, self.photo, self.frame) = (index, photo, frame)
            (self.hasPicture, self.labels) = (hasPicture, labels)
        }
    }

    /// A photo, or nil where it cannot be used at all; and the faults of the photo and of its labels.
    package struct Result: Sendable {
        package var photo: Photo?
        package var problems: [Finding] = []
    }

    package init(_ dataset: any LabelledDataset) { self.dataset = dataset }

    package func read(_ index: Int) -> Result {
        let photo = dataset.photos[index]
        var result = Result()
        let frame: PhotoFrame
        var hasPicture = true
        do throws(PictureError) {
            frame = try PhotoFile.probe(photo.path).frame
        } catch {
            var plain = error
            plain.file = nil
            guard let size = photo.size, size.width > 0, size.height > 0 else {
                result.problems.append(
                    Finding(
                        .warning, error.code == .missing ? .missingPicture : .damagedPicture, file: photo.path,
                        "\(plain); its labels state no size of the photo, so it is left out"))
                return result
            }
            result.problems.append(
                Finding(
                    .warning, error.code == .missing ? .missingPicture : .damagedPicture, file: photo.path,
                    "\(plain); its labels are counted by the size that they state"))
            frame = PhotoFrame(width: size.width, height: size.height)
            hasPicture = false
        }
        do {
            let labels = try dataset.checkedLabels(ofPhoto: index, in: frame)
            result.problems += labels.oddities
            result.photo = Photo(index: index, photo: photo, frame: frame, hasPicture: hasPicture, labels: labels)
        } catch let misfit as Finding {
            result.problems.append(misfit)
        } catch let error as DatasetError {
            result.problems.append(
                Finding(.warning, .leftOut, file: error.path, "\(error.reason); the photo is left out"))
        } catch {
            result.problems.append(Finding(.warning, .leftOut, file: photo.path, "\(error); the photo is left out"))
        }
        return result
    }
}
