package dev.hawser.cli.config;

import java.nio.file.Path;

/// A volume that a file of the user's wants at a path of this machine.
///
/// @param name the volume's in the pod; `*` stands for anything
/// @param path absolute
public record LocalVolume(String name, Path path) {}
