package dev.hawser.cluster.target;

/// A volume that a container has mounted.
///
/// @param name the volume's in its pod
/// @param path in the container; begins with a slash
public record MountedVolume(String name, String path) {}
