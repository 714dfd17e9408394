package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A bare pod cannot be changed while it runs, so that another one stands in for it during a
/// session: how that one is called, and known again.
public final class StandInName {
  /// On every stand-in, with the session's id.
  public static final String LABEL = "hawser.dev/stand-in";

  /// On every stand-in, with the name of the pod for which it stands in.
  public static final String ANNOTATION = "hawser.dev/stand-in-for";

  private static final int LONGEST = 253; // of a pod's name

  private StandInName() {}

  /// Unique, for sessions' ids are.
  ///
  /// @param number from 1 on; more than one if a stand-in was deleted by somebody
  public static String of(String pod, String session, int number) {
    String suffix = "-hawser-%s%s".formatted(session, number == 1 ? "" : "-" + number);
    int room = LONGEST - suffix.length();
    String name = pod.length() <= room ? pod : pod.substring(0, room).replaceAll("[-.]+$", "");
    return name + suffix;
  }

  /// For which pod this one stands in; empty for every other pod.
  public static Optional<String> original(ObjectMeta pod) {
    return value(pod.getLabels(), LABEL)
        .flatMap(session -> value(pod.getAnnotations(), ANNOTATION));
  }

  private static Optional<String> value(@Nullable Map<String, String> map, String key) {
    return map == null ? Optional.empty() : Optional.ofNullable(map.get(key));
  }
}
