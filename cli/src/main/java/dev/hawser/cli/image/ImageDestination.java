package dev.hawser.cli.image;

import java.nio.file.Path;

/// Where a built image goes.
public sealed interface ImageDestination {
  /// The image's name, registry and tag included.
  String name();

  /// An archive that `docker load`, `ctr images import`, `kind load image-archive` and
  /// `minikube image load` read.
  ///
  /// @param file is written or replaced
  record Archive(Path file, String name) implements ImageDestination {}

  /// A registry, with the credentials that docker and its helpers have for it.
  record Registry(String name) implements ImageDestination {}
}
