package dev.hawser.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.sandbox.control.Ordinals.Member;
import dev.hawser.sandbox.control.Ordinals.Step.Create;
import dev.hawser.sandbox.control.Ordinals.Step.Delete;
import dev.hawser.sandbox.store.Json;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
  private static final String NEW = "new";
  private static final Ordinals THREE = ordinals("{\"replicas\": 3}");
  private static final Ordinals PARALLEL =
      ordinals("{\"replicas\": 3, \"podManagementPolicy\": \"Parallel\"}");

  private static Ordinals ordinals(String spec) {
    return Ordinals.of(Json.object().set("spec", Json.parse(spec)));
  }

  private static Member ready(String revision) {
    return new Member(revision, true, false, false);
  }

  private static Member unready(String revision) {
    return new Member(revision, false, false, false);
  }

  private static Member leaving(String revision) {
    return new Member(revision, true, true, false);
  }

  private static NavigableMap<Integer, Member> pods(Member... members) {
    NavigableMap<Integer, Member> pods = new TreeMap<>();
    for (Member member : members) {
      pods.put(pods.size(), member);
    }
    return pods;
  }

  @Test
  void eachPodIsMadeWhenTheOneBeforeItIsReady() {
    assertThat(THREE.next(pods(), NEW)).containsExactly(new Create(0, true));
    assertThat(THREE.next(pods(unready(NEW)), NEW)).isEmpty();
    assertThat(THREE.next(pods(ready(NEW)), NEW)).containsExactly(new Create(1, true));
  }

  @Test
  void inParallelAllAreMadeAtOnce() {
    assertThat(PARALLEL.next(pods(), NEW))
        .containsExactly(new Create(0, true), new Create(1, true), new Create(2, true));
  }

  @Test
  void theHighestIsUpdatedFirstAndTheOthersWaitForIt() {
    assertThat(THREE.next(pods(ready("old"), ready("old"), ready("old")), NEW))
        .containsExactly(new Delete(2));
    assertThat(THREE.next(pods(ready("old"), ready("old"), leaving("old")), NEW)).isEmpty();
    assertThat(THREE.next(pods(ready("old"), ready("old"), unready(NEW)), NEW)).isEmpty();
    assertThat(THREE.next(pods(ready("old"), ready("old"), ready(NEW)), NEW))
        .containsExactly(new Delete(1));
  }

  @Test
  void aPodThatIsNotReadyStallsTheWayBackInOrderButNotInParallel() {
    assertThat(THREE.next(pods(ready("old"), ready("old"), unready("broken")), "old")).isEmpty();
    assertThat(PARALLEL.next(pods(ready("old"), ready("old"), unready("broken")), "old"))
        .containsExactly(new Delete(2));
  }

  @Test
  void belowThePartitionPodsStayAndAreMadeAgainAsTheyWere() {
    Ordinals partitioned =
        ordinals("{\"replicas\": 3, \"updateStrategy\": {\"rollingUpdate\": {\"partition\": 2}}}");
    assertThat(partitioned.next(pods(ready("old"), ready("old"), ready(NEW)), NEW)).isEmpty();
    assertThat(partitioned.next(pods(ready("old")), NEW)).containsExactly(new Create(1, false));
    assertThat(partitioned.next(pods(ready("old"), ready("old")), NEW))
        .containsExactly(new Create(2, true));
  }

  @Test
  void onDeleteNothingIsUpdatedButWhatIsMadeIsNew() {
    Ordinals onDelete = ordinals("{\"replicas\": 2, \"updateStrategy\": {\"type\": \"OnDelete\"}}");
    assertThat(onDelete.next(pods(ready("old"), ready("old")), NEW)).isEmpty();
    assertThat(onDelete.next(pods(ready("old")), NEW)).containsExactly(new Create(1, true));
  }

  @Test
  void theHighestAreTakenAwayFirstOneAfterTheOther() {
    Ordinals one = ordinals("{\"replicas\": 1}");
    assertThat(one.next(pods(ready(NEW), ready(NEW), ready(NEW)), NEW))
        .containsExactly(new Delete(2));
    assertThat(one.next(pods(ready(NEW), ready(NEW), leaving(NEW)), NEW)).isEmpty();
    assertThat(one.next(pods(ready(NEW), ready(NEW)), NEW)).containsExactly(new Delete(1));
  }

  @Test
  void aPodThatHasEndedIsMadeAgain() {
    Member ended = new Member(NEW, false, false, true);
    assertThat(THREE.next(pods(ended), NEW)).containsExactly(new Delete(0));
  }

  @Test
  void numbersMayStartHigher() {
    Ordinals fromFive = ordinals("{\"replicas\": 1, \"ordinals\": {\"start\": 5}}");
    assertThat(fromFive.next(pods(), NEW)).containsExactly(new Create(5, true));
  }
}
