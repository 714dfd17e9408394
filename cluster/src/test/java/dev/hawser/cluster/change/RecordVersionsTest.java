package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What earlier versions of Hawser have written stays readable. The golden files are never written
/// anew: a change of the record's form gets a version and golden files of its own.
class RecordVersionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"orders", "bare"})
  void whatVersion1LeftIsUndoneToTheVeryOriginal(String name) {
    WorkloadJson swapped = Patched.sample(name + "-swapped-v1");

    UndoPatch undo = UndoPatch.of(swapped);

    assertThat(undo.foreignEdits()).isEmpty();
    assertThat(Patched.apply(swapped, undo.patch()).root()).isEqualTo(Patched.sample(name).root());
  }

  @Test
  void whatVersion2LeftOfAStrategyIsUndoneToTheVeryOriginal() {
    WorkloadJson swapped = Patched.sample(WorkloadKind.STATEFUL_SET, "db-swapped-v2");

    WorkloadJson undone = Patched.apply(swapped, UndoPatch.of(swapped).patch());
    UndoPatch finish = UndoPatch.finish(undone);

    assertThat(finish.foreignEdits()).isEmpty();
    assertThat(Patched.apply(undone, finish.patch()).root())
        .isEqualTo(Patched.sample(WorkloadKind.STATEFUL_SET, "db").root());
  }

  @Test
  void whatVersion2LeftOfAPodMakesTheVeryOriginal() {
    PodRecord record = PodRecord.of(Patched.sample(WorkloadKind.POD, "lone-stand-in-v2"));

    assertThat(record.session().session()).isEqualTo("s1");
    assertThat(record.uid()).isEqualTo("u-4");
    assertThat(
            PodManifest.isMade(Patched.sample(WorkloadKind.POD, "lone").root(), record.manifest()))
        .isTrue();
  }

  @Test
  void whatVersion1SaysOfItsSessionIsUnderstood() {
    SessionRecord session = UndoRecord.of(Patched.sample("orders-swapped-v1")).session();

    assertThat(session.session()).isEqualTo("s-1");
    assertThat(session.owner()).isEqualTo("me@here");
    assertThat(session.startedAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(session.grace()).isEqualTo(Duration.ofMinutes(5));
    assertThat(session.container()).isEqualTo("app");
  }

  @Test
  void aNewerRecordIsRefusedWithTheWayToTheHawserThatKnowsIt() {
    WorkloadJson newer = Patched.sample("orders-swapped-v1");
    ((ObjectNode) newer.root().at(WorkloadJson.ANNOTATIONS))
        .put(
            Mark.ANNOTATION, newer.mark().orElseThrow().replace("\"version\":1", "\"version\":99"));

    assertThatThrownBy(() -> UndoPatch.of(newer))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.RESTORE_INCOMPLETE);
              assertThat(e.failure().what()).contains("newer Hawser", "version 99");
              assertThat(e.failure().advice())
                  .contains("with that Hawser or a later one", "rollout undo deploy/orders");
            });
  }

  @Test
  void whatVersion1ReadersUndoRightlyIsWrittenAsVersion1() {
    UndoRecord record = UndoRecord.of(Patched.sample("orders-swapped-v1"));

    assertThat(record.toAnnotation()).startsWith("{\"version\":1,");
  }
}
