package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.change.Restoration.Outcome;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodChangeTest {
  private static final String SESSION = "s1";
  private static final String STAND_IN = "lone-hawser-s1";

  private final WorkloadJson lone = Patched.sample(WorkloadKind.POD, "lone");
  private final Workload workload = lone.workload();
  private MemoryPods pods = new MemoryPods();
  private PodChange change = new PodChange(pods);

  @BeforeEach
  void anOriginalRuns() {
    pods = new MemoryPods();
    pods.putAsItIs(lone.root());
    change = new PodChange(pods);
  }

  @Test
  void theOriginalRunsUntilItsStandInServes() {
    swap();
    assertThat(pods.names()).containsExactly("lone", STAND_IN);

    replace();
    assertThat(pods.names()).containsExactly(STAND_IN);
  }

  @Test
  void theOriginalIsMadeAgainBeforeItsStandInGoes() {
    swap();
    replace();

    Restoration restoration = undo();
    assertThat(restoration.outcome()).isEqualTo(Outcome.RESTORED);
    assertThat(pods.names()).containsExactly(STAND_IN, "lone");

    finish();
    assertOriginalAlone();
  }

  @Test
  void anOriginalThatWasNotTouchedIsSpared() {
    swap();
    assertThat(undo().foreignEdits()).isEmpty();
    pods.kubeletStops();

    assertOriginalAlone();
    assertThat(pods.named("lone").orElseThrow().uid()).isEqualTo("u-4");
  }

  @Test
  void aSessionThatIsBeingUndoneDeletesTheOriginalNoMore() {
    swap();
    undo();

    change.replaceOriginal(workload, SESSION);

    assertThat(pods.named("lone").orElseThrow().root().at("/metadata").has("deletionTimestamp"))
        .isFalse();
  }

  @Test
  void anOriginalThatIsStillStoppingIsMadeAgainWhenItsNameIsFree() {
    swap();
    change.replaceOriginal(workload, SESSION); // the kubelet takes its time
    undo();
    change.help(workload);
    assertThat(pods.named("lone").orElseThrow().uid()).isEqualTo("u-4");

    pods.kubeletStops();
    change.help(workload);
    assertThat(pods.named("lone").orElseThrow().uid()).isNotEqualTo("u-4");
  }

  @Test
  void undoingTwiceIsHarmless() {
    swap();
    replace();
    undo();
    assertThat(undo().outcome()).isEqualTo(Outcome.RESTORED);
    finish();

    assertThat(undo().outcome()).isEqualTo(Outcome.NOTHING_TO_RESTORE);
    assertOriginalAlone();
  }

  @Test
  void aPodOfTheOriginalsNameThatSomebodyMadeIsLeftAndTold() {
    swap();
    replace();
    ObjectNode other = lone.root().deepCopy();
    ((ObjectNode) other.at("/spec/containers").get(0)).put("image", "other:2");
    pods.put(other);

    assertThat(undo().foreignEdits())
        .containsExactly(
            "pod/lone was made by somebody else, otherwise than it was, and is left as it is");
    finish();
    assertThat(pods.names()).containsExactly("lone");
  }

  @Test
  void aPodThatSomebodyMadeAgainAsItWasIsNoForeignEdit() {
    swap();
    replace();
    pods.put(lone.root());

    assertThat(undo().foreignEdits()).isEmpty();
  }

  @Test
  void aStandInThatSomebodyDeletedIsMadeAgainWithItsRecord() {
    swap();
    replace();
    WorkloadJson lost = pods.named(STAND_IN).orElseThrow();
    pods.delete(lost);

    change.standInAgain(lost);
    change.standInAgain(lost); // the watch has not told of the new one yet
    pods.kubeletStops();

    assertThat(pods.names()).containsExactly(STAND_IN + "-2");
    undo();
    finish();
    assertOriginalAlone();
  }

  @Test
  void anothersSessionIsNeitherSwappedNorUndone() {
    swap();

    assertThatThrownBy(() -> swap("s2"))
        .hasMessageContaining("pod/lone is connected already, by me@here");
    assertThat(change.undo(workload, session -> session.session().equals("s2")).outcome())
        .isEqualTo(Outcome.ANOTHERS);
    assertThat(pods.names()).containsExactly("lone", STAND_IN);
  }

  @Test
  void aSwapWhoseAnswerGotLostIsDone() {
    swap();
    assertThat(swap(SESSION).session().session()).isEqualTo(SESSION);
    assertThat(pods.names()).containsExactly("lone", STAND_IN);
  }

  @Test
  void whateverWriteASessionOrItsUndoDiesAtSomebodyElsePutsTheOriginalBack() {
    for (int step = 1; ; step++) {
      anOriginalRuns();
      pods.killAt(step);
      try {
        swap();
        replace();
        undo();
        finish();
        assertThat(step).as("every write was tried").isGreaterThan(8);
        return;
      } catch (MemoryPods.Killed dead) {
        pods.killAt(0);
        pods.kubeletStops();
        undo();
        pods.kubeletStops();
        change.help(workload);
        finish();
        assertOriginalAlone();
      }
    }
  }

  private void swap() {
    swap(SESSION);
  }

  private Changes.Done swap(String session) {
    JsonNode unseen = JsonNodeFactory.instance.objectNode(); // a pod's is made of it as it is
    return change.swap(
        Requests.target(lone), Requests.session(session), new Changes.Rehearsal(0, unseen, unseen));
  }

  private void replace() {
    change.replaceOriginal(workload, SESSION);
    pods.kubeletStops();
  }

  private Restoration undo() {
    return change.undo(workload, any -> true);
  }

  private void finish() {
    change.finish(workload);
    pods.kubeletStops();
  }

  private void assertOriginalAlone() {
    assertThat(pods.names()).isEqualTo(List.of("lone"));
    assertThat(PodManifest.of(pods.named("lone").orElseThrow().root()))
        .isEqualTo(PodManifest.of(lone.root()));
  }
}
