/// The container's volumes as files of the developer's: [VolumeMirror] is what came over, written
/// by [TarMirror] and kept inside its directory by [MirrorPaths] and [MirrorLinks].
@NullMarked
package dev.hawser.endpoint.volumes;

import org.jspecify.annotations.NullMarked;
