package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/// Which object.
///
/// @param namespace empty for kinds without one
public record ObjectKey(ObjectKind kind, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::kind)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  public static ObjectKey of(ObjectKind kind, ObjectNode object) {
    return new ObjectKey(
        kind, Json.text(object, "/metadata/namespace"), Json.text(object, "/metadata/name"));
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
