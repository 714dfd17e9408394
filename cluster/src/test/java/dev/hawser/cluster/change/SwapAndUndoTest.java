package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.security.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwapAndUndoTest {
  private static final String FINGERPRINT = "sha256:" + "ab".repeat(32);
  private static final PlanRequest REQUEST = request(Optional.empty());

  private static PlanRequest request(Optional<DirectWay> direct) {
    return new PlanRequest(
        "s-1",
        "me@here",
        new Fingerprint(FINGERPRINT),
        "hawser.dev/agent:0.1.0",
        Instant.parse("2026-11-22T10:00:00Z"),
        Duration.ofMinutes(5),
        direct);
  }

  private final WorkloadJson orders = Patched.sample("orders");
  private final WorkloadJson bare = Patched.sample("bare");

  @Test
  void theContainerBecomesTheAgentsAndKeepsWhatMakesItsSurroundings() {
    JsonNode container = swapped(orders).container(1);

    assertThat(container.get("image").asText()).isEqualTo("hawser.dev/agent:0.1.0");
    assertThat(container.get("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
    for (String gone : List.of("command", "args", "workingDir", "startupProbe", "lifecycle")) {
      assertThat(container.has(gone)).as(gone).isFalse();
    }
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
    assertThat(container.at("/readinessProbe/httpGet/port").asInt()).isEqualTo(17172);
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/live");
    for (String kept : List.of("envFrom", "securityContext", "volumeMounts")) {
      assertThat(container.get(kept)).isEqualTo(orders.container(1).get(kept));
    }
    assertThat(container.get("env").get(1)).isEqualTo(orders.container(1).get("env").get(1));
    assertThat(swapped(orders).container(0)).isEqualTo(orders.container(0));
  }

  @Test
  void theAgentIsToldItsSettingsAndAvoidsPortsThatOthersDeclare() {
    JsonNode container = swapped(orders).container(1);

    assertThat(container.get("env"))
        .contains(
            Patched.json("{'name':'HAWSER_ENDPOINT_FINGERPRINT','value':'" + FINGERPRINT + "'}"),
            Patched.json("{'name':'HAWSER_LISTEN_PORTS','value':'8080'}"),
            Patched.json("{'name':'HAWSER_VOLUME_MOUNTS','value':'/etc/orders'}"),
            Patched.json("{'name':'HAWSER_TUNNEL_PORT','value':'17171'}"));
  }

  @Test
  void anAgentThatIsDialledStraightListensOnEveryAddress() {
    PlanRequest direct = request(Optional.of(DirectWay.TO_PODS));
    WorkloadJson swapped = Patched.apply(bare, SwapPatch.of(bare, target(bare), direct).patch());

    assertThat(swapped.root().at(orders.containers()).get(0).get("env"))
        .contains(Patched.json("{'name':'HAWSER_TUNNEL_ADDRESS','value':'0.0.0.0'}"));
    assertThat(undone(swapped).root()).isEqualTo(bare.root());
  }

  @Test
  void theMetricsPortIsAddedUnlessTheNameIsTaken() {
    assertThat(swapped(orders).container(1).get("ports"))
        .contains(Patched.json("{'name':'metrics','containerPort':17172,'protocol':'TCP'}"));

    WorkloadJson taken =
        Patched.edited(orders, "ports", "[{'name':'metrics','containerPort':9000}]");
    assertThat(swapped(taken).container(1).get("ports")).isEqualTo(taken.container(1).get("ports"));
  }

  @Test
  void aCpuLimitIsKeptForAQuotaMayDemandIt() {
    assertThat(swapped(orders).container(1).get("resources"))
        .isEqualTo(
            Patched.json(
                "{'limits':{'cpu':'1','memory':'256Mi'},"
                    + "'requests':{'cpu':'10m','memory':'64Mi'}}"));
  }

  @Test
  void podsAndDeploymentAreMarked() {
    WorkloadJson swapped = swapped(orders);

    assertThat(swapped.templateMark()).contains("s-1");
    SessionRecord record = UndoRecord.of(swapped).session();
    assertThat(record)
        .isEqualTo(
            new SessionRecord(
                new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders"),
                "s-1",
                "me@here",
                REQUEST.startedAt(),
                Duration.ofMinutes(5),
                "app"));
  }

  @Test
  void theRecordHoldsNoValueOfAVariable() {
    WorkloadJson swapped = swapped(orders);
    UndoRecord record = UndoRecord.of(swapped);

    assertThat(record.before().toString() + record.after() + swapped.mark())
        .doesNotContain("hello", "GREETING", "PASSWORD", "secretKeyRef");
  }

  @Test
  void undoingGivesBackTheVeryOriginal() {
    for (WorkloadJson original : List.of(orders, bare)) {
      WorkloadJson restored = undone(swapped(original));

      assertThat(restored.root()).isEqualTo(original.root());
    }
  }

  @Test
  void anAgentThatIsNotRootMayHaveAPortBelow1024AndItIsTakenBack() {
    for (WorkloadJson original : List.of(orders, bare)) {
      WorkloadJson swapped =
          Patched.apply(original, SwapPatch.of(original, target(original, 80), REQUEST).patch());

      assertThat(swapped.root().at(orders.pod() + "/securityContext/sysctls"))
          .containsExactly(
              Patched.json("{'name':'net.ipv4.ip_unprivileged_port_start','value':'0'}"));
      assertThat(undone(swapped).root()).isEqualTo(original.root());
    }
  }

  @Test
  void aPodOnItsNodesNetworkKeepsTheNodesSettings() {
    WorkloadJson onNode = new WorkloadJson(WorkloadKind.DEPLOYMENT, orders.root().deepCopy());
    ((ObjectNode) onNode.root().at(orders.pod())).put("hostNetwork", true);

    SwapPatch swap = SwapPatch.of(onNode, target(onNode, 80), REQUEST);

    assertThat(swap.patch().toJson()).doesNotContain("sysctls");
  }

  @Test
  void whatWouldSteerTheAgentsJvmIsKeptUnderAnotherName() {
    WorkloadJson java =
        Patched.edited(
            orders,
            "env",
            "[{'name':'A','value':'1'},{'name':'JAVA_TOOL_OPTIONS','value':'-javaagent:/x.jar'}]");

    WorkloadJson swapped = swapped(java);

    assertThat(swapped.container(1).get("env"))
        .contains(
            Patched.json("{'name':'HAWSER_KEPT_JAVA_TOOL_OPTIONS','value':'-javaagent:/x.jar'}"))
        .noneMatch(one -> one.path("name").asText().equals("JAVA_TOOL_OPTIONS"));
    assertThat(undone(swapped).root()).isEqualTo(java.root());
  }

  @Test
  void undoingFindsTheContainerByNameWhereverItIsByThen() {
    WorkloadJson swapped = swapped(orders);
    var containers = (ArrayNode) swapped.root().at(orders.containers());
    containers.insert(0, containers.remove(1));

    WorkloadJson restored = undone(swapped);

    assertThat(restored.container(0)).isEqualTo(orders.container(1));
  }

  @Test
  void undoingLeavesAndTellsWhatSomebodyElseChanged() {
    WorkloadJson edited = Patched.edited(swapped(orders), "image", "'shop/orders:2'");

    UndoPatch undo = UndoPatch.of(edited);
    WorkloadJson restored = Patched.apply(edited, undo.patch());

    assertThat(undo.foreignEdits())
        .containsExactly(
            "image of container 'app' was changed by somebody else and is left as it is:"
                + " shop/orders:2");
    assertThat(restored.container(1).get("image").asText()).isEqualTo("shop/orders:2");
    assertThat(restored.container(1).get("command")).isEqualTo(orders.container(1).get("command"));
    assertThat(restored.mark()).isEmpty();
  }

  @Test
  void whatSomebodyElsePutBackAlreadyIsNoForeignEdit() {
    WorkloadJson edited = Patched.edited(swapped(orders), "image", "'shop/orders:1'");

    UndoPatch undo = UndoPatch.of(edited);

    assertThat(undo.foreignEdits()).isEmpty();
    assertThat(Patched.apply(edited, undo.patch()).root()).isEqualTo(orders.root());
  }

  @Test
  void variablesAndPortsThatOthersAddedMeanwhileStay() {
    WorkloadJson swapped = swapped(bare);
    ((ArrayNode) swapped.container(0).get("env"))
        .insert(0, Patched.json("{'name':'NEW','value':'1'}"));

    WorkloadJson restored = undone(swapped);

    assertThat(restored.container(0).get("env"))
        .isEqualTo(Patched.json("[{'name':'NEW','value':'1'}]"));
  }

  @Test
  void aContainerThatIsGoneIsTold() {
    WorkloadJson swapped = swapped(orders);
    ((ArrayNode) swapped.root().at(orders.containers())).remove(1);

    assertThat(UndoPatch.of(swapped).foreignEdits())
        .containsExactly("container 'app' is no longer there");
    assertThat(undone(swapped).mark()).isEmpty();
  }

  @Test
  void whatAdmissionMadeOfOurValuesIsStillOurs() {
    SwapPatch draft = SwapPatch.of(orders, target(orders), REQUEST);
    WorkloadJson dryRun =
        Patched.edited(
            Patched.apply(orders, draft.patch()), "image", "'mirror/hawser.dev/agent:0.1.0'");
    SwapPatch exact = draft.asAdmitted(dryRun);
    WorkloadJson swapped =
        Patched.edited(
            Patched.apply(orders, exact.patch()), "image", "'mirror/hawser.dev/agent:0.1.0'");

    assertThat(UndoPatch.of(swapped).foreignEdits()).isEmpty();
    assertThat(undone(swapped).root()).isEqualTo(orders.root());
  }

  @Test
  void aMarkedDeploymentIsNotSwappedAgain() {
    assertThatThrownBy(() -> swapped(swapped(orders)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("connected already, by me@here since 2026-11-22T10:00:00Z")
        .hasMessageContaining("hawser restore deploy/orders -n shop");
  }

  @Test
  void anotherDeploymentOfTheSameNameIsNotSwapped() {
    WorkloadJson other = new WorkloadJson(WorkloadKind.DEPLOYMENT, orders.root().deepCopy());
    ((ObjectNode) other.root().get("metadata")).put("uid", "u-9");

    assertThatThrownBy(() -> SwapPatch.of(other, target(orders), REQUEST))
        .hasMessageContaining("replaced meanwhile");
  }

  @Test
  void aVariableOfOursThatIsThereAlreadyIsRefused() {
    WorkloadJson taken =
        Patched.edited(orders, "env", "[{'name':'HAWSER_TUNNEL_PORT','value':'1'}]");

    assertThatThrownBy(() -> swapped(taken)).hasMessageContaining("HAWSER_TUNNEL_PORT already");
  }

  @Test
  void aRecordThatCannotBeReadSaysHowToRestoreByHand() {
    for (String record :
        List.of(
            "{'version':2}",
            "not json",
            "[]",
            "{'version':1,'session':'s'}",
            UndoRecord.of(swapped(orders)).toAnnotation().replace("H4sI", "AAAA"))) {
      WorkloadJson broken = swapped(orders);
      ((ObjectNode) broken.root().at(WorkloadJson.ANNOTATIONS))
          .put(Mark.ANNOTATION, record.replace('\'', '"'));

      assertThatThrownBy(() -> UndoPatch.of(broken))
          .as(record)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.RESTORE_INCOMPLETE))
          .hasMessageContaining("kubectl -n shop rollout undo deploy/orders");
    }
  }

  private static ResolvedTarget target(WorkloadJson deployment) {
    return target(deployment, 8080);
  }

  private static ResolvedTarget target(WorkloadJson deployment, int port) {
    return new ResolvedTarget(
        TargetName.service(deployment.workload().name()),
        deployment.workload(),
        deployment.uid(),
        "app",
        List.of(new InboundPort(port)),
        List.of("/etc/orders"),
        2);
  }

  private static WorkloadJson swapped(WorkloadJson original) {
    return Patched.apply(original, SwapPatch.of(original, target(original), REQUEST).patch());
  }

  private static WorkloadJson undone(WorkloadJson swapped) {
    return Patched.apply(swapped, UndoPatch.of(swapped).patch());
  }
}
