package dev.hawser.sandbox.node;

import java.nio.file.Path;

/// What the node works with.
///
/// @param directory below which pods have their files and logs
public record NodeSettings(Path directory, Images images, LoopbackAddresses addresses) {
  public static final String NODE_NAME = "hawser-sandbox";
}
