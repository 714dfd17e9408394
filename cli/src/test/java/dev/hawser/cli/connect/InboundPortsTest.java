package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InboundPortsTest {
  @Test
  void aPortComesToTheSameLocalPort() {
    assertThat(choose(target(8080, 9090)))
        .containsExactly(new InboundPort(8080, 8080), new InboundPort(9090, 9090));
  }

  @Test
  void oneNumberMovesTheOnlyPort() {
    assertThat(choose(target(80), "8080")).containsExactly(new InboundPort(80, 8080));
  }

  @Test
  void twoNumbersMoveThatPort() {
    assertThat(choose(target(80, 81), "8081:81"))
        .containsExactly(new InboundPort(80, 80), new InboundPort(81, 8081));
  }

  @Test
  void oneNumberAmongSeveralPortsIsAskedFor() {
    assertUsage("does not say which port", "one of 80, 81", target(80, 81), "8080");
  }

  @Test
  void aPortThatTheContainerDoesNotServeIsRefused() {
    assertUsage("does not lead to port 82", "one of 80, 81", target(80, 81), "8080:82");
  }

  @Test
  void onePortMappedTwiceIsRefused() {
    assertUsage("port 80 of container app is mapped twice", "--port once", target(80), "1:80", "2");
  }

  @Test
  void twoPortsForOneLocalPortAreRefused() {
    assertUsage("local port 81", "--port LOCAL:CONTAINER", target(80, 81), "81:80");
  }

  private static void assertUsage(
      String what, String advice, ResolvedTarget target, String... mappings) {
    assertThatThrownBy(() -> choose(target, mappings))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).contains(what);
              assertThat(e.failure().advice()).contains(advice);
            });
  }

  private static List<InboundPort> choose(ResolvedTarget target, String... mappings) {
    return InboundPorts.choose(target, Stream.of(mappings).map(PortMapping::parse).toList());
  }

  private static ResolvedTarget target(int... ports) {
    return new ResolvedTarget(
        TargetName.service("orders"),
        new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders"),
        "uid",
        "app",
        IntStream.of(ports).mapToObj(dev.hawser.cluster.target.InboundPort::new).toList(),
        List.of(),
        1);
  }
}
