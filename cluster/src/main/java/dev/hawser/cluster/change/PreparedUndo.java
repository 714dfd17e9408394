package dev.hawser.cluster.change;

import dev.hawser.cluster.carrier.PlainAccess;
import java.net.URI;

/// The request that puts the original's pods on their way, ready to be sent by whoever is left to
/// do so. It is refused as a whole where anything that it touches has changed meanwhile; the undo
/// by the record, which copes with that, has to follow either way.
///
/// @param patch a JSON patch
public record PreparedUndo(PlainAccess access, URI object, String patch) {}
