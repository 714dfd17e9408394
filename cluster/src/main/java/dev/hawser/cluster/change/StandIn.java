package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.Locale;
import java.util.regex.Pattern;

/// The pod that stands in for a bare one: its manifest with the agent in the container's place,
/// its labels, so that Services lead there, its hostname, and the record that makes the original
/// again. Pure.
///
/// @param manifest as it is created
/// @param tunnelPort where the agent will wait for links
record StandIn(ObjectNode manifest, int tunnelPort) {

  /// How far it has come. Each step to the next is a write that fails if another was made before:
  /// so the original is deleted by a session, or left alone by an undo, and never both.
  ///
  /// ```
  ///  STANDBY ──ready──► IN_PLACE: the original may be deleted from now on, and is made again
  ///     └──undo──► LEAVING: the original was not touched
  /// ```
  enum Phase {
    STANDBY,
    IN_PLACE,
    LEAVING;

    static final String ANNOTATION = "hawser.dev/stand-in-phase";
    static final String PATH = WorkloadJson.ANNOTATIONS + "/" + JsonPatch.escape(ANNOTATION);

    /// As the annotation has it: `in-place`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Phase of(WorkloadJson standIn) {
      String text = standIn.annotation(ANNOTATION).orElse("");
      for (Phase phase : values()) {
        if (phase.toString().equals(text)) {
          return phase;
        }
      }
      throw Mark.irretrievable(standIn, "how far it had come is not known: '" + text + "'");
    }
  }

  private static final int LONGEST_RECORD = 200 * 1024; // annotations have 256 KiB together
  private static final int LONGEST_HOSTNAME = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /// @param original as it is now
  static StandIn of(WorkloadJson original, ResolvedTarget target, PlanRequest request) {
    SwapPatch swap = SwapPatch.of(original, target, request);
    ObjectNode manifest = PodManifest.of(swap.change().appliedTo(original.root()));
    PodRecord record =
        new PodRecord(swap.record().session(), original.uid(), PodManifest.of(original.root()));
    ObjectNode metadata = manifest.withObject("/metadata");
    metadata.remove("generateName");
    metadata.put("name", StandInName.of(original.objectName(), request.sessionId(), 1));
    metadata.withObject("/labels").put(StandInName.LABEL, request.sessionId());
    ObjectNode annotations = metadata.withObject("/annotations");
    annotations.remove(LAST_APPLIED);
    annotations
        .put(StandInName.ANNOTATION, original.objectName())
        .put(Phase.ANNOTATION, Phase.STANDBY.toString())
        .put(PodRecord.ANNOTATION, requireShort(record.toAnnotation(), target));
    ObjectNode spec = manifest.withObject("/spec");
    keepHostname(spec, original.objectName());
    if (spec.path("restartPolicy").asText().equals("Never")) {
      spec.put("restartPolicy", "OnFailure"); // an agent that dies is needed again
    }
    return new StandIn(manifest, swap.tunnelPort());
  }

  /// A pod is called by its name inside, unless it says otherwise; a name that is cut to the
  /// longest that a host may have stays cut.
  private static void keepHostname(ObjectNode spec, String name) {
    String hostname =
        name.substring(0, Math.min(name.length(), LONGEST_HOSTNAME)).replaceAll("[-.]+$", "");
    if (!spec.has("hostname") && LABEL.matcher(hostname).matches()) {
      spec.put("hostname", hostname);
    }
  }

  private static String requireShort(String record, ResolvedTarget target) {
    if (record.length() > LONGEST_RECORD) {
      throw new Failure(
              FailureKind.TARGET_UNSUITABLE,
              "the manifest of %s is too long to be kept in an annotation (%d KiB packed)"
                  .formatted(target.workload(), record.length() / 1024),
              "run it by a Deployment, whose template stays; nothing was changed")
          .asException();
    }
    return record;
  }

  /// One more of the same, for a stand-in that somebody has deleted.
  ///
  /// @param standIn the one that was deleted, as it was read
  /// @param number from 2 on
  static ObjectNode another(WorkloadJson standIn, int number) {
    ObjectNode manifest = PodManifest.of(standIn.root());
    manifest
        .withObject("/metadata")
        .put(
            "name",
            StandInName.of(
                standIn.workload().name(), PodRecord.of(standIn).session().session(), number));
    return manifest;
  }
}
