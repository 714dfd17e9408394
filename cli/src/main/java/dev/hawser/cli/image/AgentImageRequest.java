package dev.hawser.cli.image;

import java.nio.file.Path;

/// What image to build.
///
/// @param agentDirectory the agent's jars, as the build installs them
/// @param reaperDirectory the reaper's, likewise
/// @param cacheDirectory keeps the Java runtime and layers between builds; made if it is not there
/// @param base the image below: a name, or `tar://FILE` for an archive; it must bring a C library
///     and needs nothing else
/// @param destination where the image goes, and its name
public record AgentImageRequest(
    Path agentDirectory,
    Path reaperDirectory,
    Path cacheDirectory,
    String base,
    ImageDestination destination) {
  /// Brings glibc, CA certificates and no shell.
  public static final String DEFAULT_BASE = "gcr.io/distroless/base-nossl-debian12:nonroot";
}
