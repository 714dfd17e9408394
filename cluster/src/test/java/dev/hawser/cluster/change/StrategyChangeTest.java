package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.WorkloadKind;
import org.junit.jupiter.api.Test;

/// Update strategies that hold pods back, for the time of a session.
class StrategyChangeTest {
  private static final String ON_DELETE = "{'type':'OnDelete'}";

  private final WorkloadJson db = Patched.sample(WorkloadKind.STATEFUL_SET, "db");

  @Test
  void aPartitionReachesEveryPodDuringTheSession() {
    assertThat(strategy(swapped(db)))
        .isEqualTo("{'type':'RollingUpdate','rollingUpdate':{'partition':0}}");
  }

  @Test
  void onDeleteIsARollingUpdateDuringTheSession() {
    assertThat(strategy(swapped(with(db, ON_DELETE))))
        .isEqualTo("{'type':'RollingUpdate','rollingUpdate':{'partition':0}}");
    assertThat(strategy(swapped(with(daemon(), ON_DELETE))))
        .isEqualTo("{'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':1}}");
  }

  @Test
  void aStrategyThatReplacesEveryPodStaysAndTheRecordIsOfVersion1() {
    WorkloadJson rolling = with(db, "{'type':'RollingUpdate','rollingUpdate':{'partition':0}}");

    WorkloadJson swapped = swapped(rolling);

    assertThat(strategy(swapped)).isEqualTo(strategy(rolling));
    assertThat(swapped.mark().orElseThrow()).startsWith("{\"version\":1,");
    assertThat(Patched.apply(swapped, UndoPatch.of(swapped).patch()).root())
        .isEqualTo(rolling.root());
  }

  @Test
  void theStrategyComesBackAfterThePodsAndTheRecordStaysUntilThen() {
    WorkloadJson swapped = swapped(db);

    WorkloadJson undone = Patched.apply(swapped, UndoPatch.of(swapped).patch());
    assertThat(undone.mark()).isPresent();
    assertThat(undone.templateMark()).isEmpty();
    assertThat(strategy(undone)).isEqualTo(strategy(swapped));
    assertThat(UndoPatch.of(undone).patch().changesNothing()).isTrue();

    WorkloadJson finished = Patched.apply(undone, UndoPatch.finish(undone).patch());
    assertThat(finished.root()).isEqualTo(db.root());
  }

  @Test
  void whatTheApiServerAddedToOurStrategyIsOurs() {
    SwapPatch draft = SwapPatch.of(db, Requests.target(db), Requests.session("s-1"));
    WorkloadJson dryRun = Patched.apply(db, draft.patch());
    ((ObjectNode) dryRun.root().at("/spec/updateStrategy/rollingUpdate")).put("maxUnavailable", 1);
    WorkloadJson swapped = Patched.apply(db, draft.asAdmitted(dryRun).patch());
    ((ObjectNode) swapped.root().at("/spec/updateStrategy/rollingUpdate")).put("maxUnavailable", 1);

    UndoPatch finish = UndoPatch.finish(swapped);

    assertThat(finish.foreignEdits()).isEmpty();
    assertThat(strategy(Patched.apply(swapped, finish.patch()))).isEqualTo(strategy(db));
  }

  @Test
  void aStrategyThatSomebodyChangedMeanwhileIsTheirs() {
    WorkloadJson edited = with(swapped(db), ON_DELETE);

    UndoPatch finish = UndoPatch.finish(edited);

    assertThat(finish.foreignEdits())
        .containsExactly("the update strategy was changed by somebody else and is left as it is");
    WorkloadJson finished = Patched.apply(edited, finish.patch());
    assertThat(strategy(finished)).isEqualTo(ON_DELETE);
    assertThat(finished.mark()).isEmpty();
  }

  @Test
  void podsOfTwoTemplatesAreNotConnectedToForNobodyCouldPutThemBack() {
    WorkloadJson held = with(db, ON_DELETE);
    ((ObjectNode) held.root().at("/status")).put("updatedReplicas", 1);

    assertThatThrownBy(() -> swapped(held))
        .hasMessageContaining("holds an update back: 2 of its 3 pods are of an earlier template");
  }

  private static WorkloadJson daemon() {
    ObjectNode root = Patched.sample(WorkloadKind.STATEFUL_SET, "db").root().deepCopy();
    return new WorkloadJson(WorkloadKind.DAEMON_SET, root.put("kind", "DaemonSet"));
  }

  private static WorkloadJson with(WorkloadJson workload, String strategy) {
    WorkloadJson copy = new WorkloadJson(workload.kind(), workload.root().deepCopy());
    ((ObjectNode) copy.root().at("/spec")).set("updateStrategy", Patched.json(strategy));
    return copy;
  }

  private static String strategy(WorkloadJson workload) {
    return workload.root().at(StrategyChange.PATH).toString().replace('"', '\'');
  }

  private static WorkloadJson swapped(WorkloadJson original) {
    return Patched.apply(
        original,
        SwapPatch.of(original, Requests.target(original), Requests.session("s-1")).patch());
  }
}
