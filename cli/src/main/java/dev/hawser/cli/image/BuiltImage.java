package dev.hawser.cli.image;

/// An image that was built.
///
/// @param name as it can be written into a pod
/// @param digest of its manifest
public record BuiltImage(String name, String digest) {}
