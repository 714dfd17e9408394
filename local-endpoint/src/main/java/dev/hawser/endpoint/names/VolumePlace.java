package dev.hawser.endpoint.names;

import java.nio.file.Path;

/// Something that lies at another path in the container than here.
///
/// @param source where it is on this machine
/// @param target where the container has it
public record VolumePlace(Path source, Path target) {}
