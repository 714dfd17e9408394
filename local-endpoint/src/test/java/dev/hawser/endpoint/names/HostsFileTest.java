package dev.hawser.endpoint.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private final Path directory;

  HostsFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void everyServiceHasItsFourNamesBeforeTheMachinesOwnFile() throws Exception {
    byte[] machine = {'1', '0', '.', '1', '.', '1', '.', '1', ' ', 'x', (byte) 0xff, '\n'};
    Path machineFile = Files.write(directory.resolve("etc-hosts"), machine);

    HostsFile hosts =
        HostsFile.write(
            directory,
            machineFile,
            "shop",
            List.of(
                Services.published("stock", "shop", "127.9.8.7"),
                Services.published("mail", "tools", "127.9.8.8")));

    byte[] expected =
        """
        # hawser: services of the cluster
        127.9.8.7 stock stock.shop stock.shop.svc stock.shop.svc.cluster.local
        127.9.8.8 mail.tools mail.tools.svc mail.tools.svc.cluster.local
        # hawser: end
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(hosts.path()).hasBinaryContent(joined(expected, machine));
    assertThat(hosts.entries()).hasSize(7).containsEntry("stock.shop", "127.9.8.7");
  }

  @Test
  void aMachineWithoutHostsFileIsNoObstacle() throws Exception {
    HostsFile hosts =
        HostsFile.write(
            directory,
            directory.resolve("missing"),
            "shop",
            List.of(Services.published("stock", "shop", "127.9.8.7")));

    assertThat(hosts.path()).content().contains("127.9.8.7 stock ");
  }

  @Test
  void aHostOutsideTheClusterHasItsOneName() throws Exception {
    HostsFile hosts =
        HostsFile.write(
            directory,
            directory.resolve("missing"),
            "shop",
            List.of(Services.published("db.example", "", "127.9.8.7")));

    assertThat(hosts.entries()).containsOnlyKeys("db.example");
  }

  @Test
  void localhostStaysTheMachines() throws Exception {
    HostsFile hosts =
        HostsFile.write(
            directory,
            directory.resolve("missing"),
            "shop",
            List.of(Services.published("localhost", "shop", "127.9.8.7")));

    assertThat(hosts.entries()).doesNotContainKey("localhost").containsKey("localhost.shop");
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
