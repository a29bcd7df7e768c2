extension DatasetError: CustomStringConvertible {
  /// One sentence: what is wrong; what is allowed; what to do next.
  public var description: String {
    switch self {
    case .unknownSource(let argument):
      return "there is no data set or folder \"\(argument)\"; --data takes mnist, fashion-mnist or a folder with four "
        + "IDX files; check the spelling or give the folder's path"
    case .embeddedFilesMissing(let folder):
      return "the embedded MNIST files are not in \"\(folder)\"; that folder must lie beside the program; "
        + "build again with 'swift build -c release', or copy the folder along with the program"
    case .fashionMNISTMissing(let folder):
      return "Fashion-MNIST is not in \"\(folder)\"; it comes with a Debian package; "
        + "install it with 'sudo apt-get install dataset-fashion-mnist'"
    case .folderNotFound(let path):
      return "the folder \"\(path)\" cannot be listed; a data set is a readable folder with four IDX files; "
        + "check the path and its permissions"
    case .filesMissing(let folder, let missing):
      let names = missing.map(\.canonicalName).joined(separator: ", ")
      return "\"\(folder)\" has no \(names); a data set is four IDX files with names that end so, plain or .gz; "
        + "add or rename the missing \(missing.count == 1 ? "one" : "ones")"
    case .filesAmbiguous(let folder, let file, let candidates):
      let names = candidates.map { "\"\($0)\"" }.joined(separator: ", ")
      return "\"\(folder)\" has \(candidates.count) files that end like \(file.canonicalName): \(names); "
        + "only one may; give the folder with the prefix of one data set, as in --data \(DatasetError.example(folder)), "
        + "or remove the others"
    case .unreadable(let file, let reason):
      return "\"\(file)\" cannot be read: \(reason); the four files must be readable; check it and its permissions"
    case .corruptGzip(let file, let reason):
      return "\"\(file)\" is damaged: \(reason); a .gz file must inflate without errors; download or copy it again"
    case .truncatedGzip(let file):
      return "\"\(file)\" stops in the middle of its gzip stream; a .gz file must be complete; "
        + "download or copy it again"
    case .incompleteHeader(let file):
      return "\"\(file)\" ends within its header; an IDX file starts with a magic number and its dimensions; "
        + "download or copy it again"
    case .notIDX(let file, let magic):
      return "\"\(file)\" starts with the bytes \(DatasetError.hex(magic)); an IDX file, plain or compressed by gzip, "
        + "starts with two zero bytes; check that it is the right file"
    case .wrongType(let file, let type, let holdsImages):
      let allowed =
        holdsImages
        ? "image files hold unsigned bytes (08)"
        : "label files hold unsigned bytes (08) or, as QMNIST's, 32-bit integers (0c)"
      return "\"\(file)\" has the IDX type byte \(DatasetError.hex([type])); \(allowed); "
        + "convert it or check that it is the right file"
    case .wrongDimensionCount(let file, let found, let allowed, let holdsImages):
      let content = holdsImages ? "images have 3 dimensions (count, height, width)" : "labels have \(allowed)"
      return "\"\(file)\" has \(DatasetError.count(found, "dimension")); \(content); "
        + "check that images and labels are not exchanged"
    case .emptyDimension(let file, let dimensions):
      let sizes = dimensions.map(String.init).joined(separator: " x ")
      return "\"\(file)\" has the dimensions \(sizes); each must be at least 1; check that it is the right file"
    case .truncated(let file, let expected, let found):
      return "\"\(file)\" ends after \(DatasetError.count(found, "byte")); its header announces \(expected); "
        + "download or copy it again"
    case .trailingBytes(let file, let expected, let surplus):
      return "\"\(file)\" goes on for \(DatasetError.count(surplus, "byte")) behind its end; its header announces "
        + "exactly \(expected); download or copy it again"
    case .countMismatch(let imagesFile, let imageCount, let labelsFile, let labelCount):
      return "\"\(imagesFile)\" has \(DatasetError.count(imageCount, "image")) and \"\(labelsFile)\" has "
        + "\(DatasetError.count(labelCount, "label")); each image has one label; "
        + "check that the two files belong together"
    case .singleClass(let file):
      return "\"\(file)\" has no other label than 0; training needs at least 2 classes; check that it is the right file"
    case .labelOutOfRange(let file, let index, let label, let classCount):
      return "\"\(file)\" has the label \(label) at index \(index); labels are 0 to \(classCount - 1); "
        + "check that it belongs to the training files"
    case .imageSizeMismatch(let file, let height, let width, let expectedHeight, let expectedWidth):
      return "\"\(file)\" has images of \(height) x \(width) pixels; they must have the training images' size, "
        + "\(expectedHeight) x \(expectedWidth); check that it belongs to the training files"
    case .digestMismatch(let file, let found, let expected):
      return "\"\(file)\" has the SHA-256 \(found); the published file has \(expected); "
        + "restore it from the repository, or give another data set with --data FOLDER"
    case .digestUnavailable:
      return "OpenSSL offers no SHA-256 on this machine; data files are read only with their digest; "
        + "check the settings in openssl.cnf"
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func example(_ folder: String) -> String {
    (folder.hasSuffix("/") ? folder : folder + "/") + "emnist-letters"
  }
}
