package dev.hawser.endpoint.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsulePlanTest {
  private final Path machine;
  private final Path source;

  CapsulePlanTest(@TempDir Path directory) throws IOException {
    Path real = directory.toRealPath();
    machine = Files.createDirectory(real.resolve("machine"));
    source = Files.createDirectory(real.resolve("source"));
  }

  private VolumePlace at(Path target) {
    return new VolumePlace(source, target);
  }

  @Test
  void whatIsThereIsMountedOver() throws Exception {
    Path there = Files.createDirectory(machine.resolve("config"));

    CapsulePlan plan = CapsulePlan.of(List.of(at(there)), Set.of());

    assertThat(plan.places()).containsExactly(at(there));
    assertThat(plan.standIns()).isEmpty();
  }

  @Test
  void theDeepestDirectoryThatIsThereGetsAStandIn() throws Exception {
    Path there = Files.createDirectory(machine.resolve("etc"));
    Path passwd = Files.createFile(there.resolve("passwd"));
    Path target = there.resolve("orders/keys");

    CapsulePlan plan = CapsulePlan.of(List.of(at(target)), Set.of());

    assertThat(plan.standIns())
        .containsExactly(
            new StandIn(there, List.of(passwd), List.of(new StandIn.Missing(target, true))));
    assertThat(plan.places()).containsExactly(at(target));
  }

  @Test
  void aPathThroughALinkIsTheOneThatItLeadsTo() throws Exception {
    Path run = Files.createDirectory(machine.resolve("run"));
    Files.createSymbolicLink(machine.resolve("var-run"), run);

    CapsulePlan plan = CapsulePlan.of(List.of(at(machine.resolve("var-run/secrets"))), Set.of());

    assertThat(plan.places()).containsExactly(at(run.resolve("secrets")));
  }

  @Test
  void aMountWithinAnotherComesWithIt() throws Exception {
    Path there = Files.createDirectory(machine.resolve("config"));

    CapsulePlan plan = CapsulePlan.of(List.of(at(there.resolve("inner")), at(there)), Set.of());

    assertThat(plan.places()).containsExactly(at(there));
  }

  @Test
  void whatTheCommandNeedsOfThisMachineIsNotHidden() throws Exception {
    Path home = Files.createDirectories(machine.resolve("home/anna"));

    CapsulePlan plan =
        CapsulePlan.of(
            List.of(at(machine.resolve("home")), at(home.resolve("new")), at(Path.of("/usr"))),
            Set.of(home));

    assertThat(plan.places()).isEmpty();
    assertThat(plan.refused())
        .containsOnlyKeys(machine.resolve("home"), home.resolve("new"), Path.of("/usr"));
  }

  @Test
  void aFileIsNotMountedOverADirectory() throws Exception {
    Path there = Files.createDirectory(machine.resolve("config"));
    Path file = Files.createFile(machine.resolve("file"));

    assertThat(CapsulePlan.of(List.of(new VolumePlace(file, there)), Set.of()).refused())
        .containsOnlyKeys(there);
  }
}
