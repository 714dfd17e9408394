/// The container's volumes as files of the developer's: [VolumeMirror] is what came over, written
/// by [TarMirror] and kept inside its directory by [MirrorPaths] and [MirrorLinks]. What comes
/// later is taken in by [VolumeArrival]: a volume on demand, or a new writing of an
/// [AtomicVolume].
@NullMarked
package dev.hawser.endpoint.volumes;

import org.jspecify.annotations.NullMarked;
