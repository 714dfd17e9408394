package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// One write. The objects are the store's own: to be read only.
///
/// @param version the resource version that the write made
public record Change(
    long version, ObjectKey key, Optional<ObjectNode> before, Optional<ObjectNode> after) {}
