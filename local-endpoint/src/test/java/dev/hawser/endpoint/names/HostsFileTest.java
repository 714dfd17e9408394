package dev.hawser.endpoint.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private final Path directory;

  HostsFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private HostsFile hosts(Path machineFile) throws Exception {
    return HostsFile.create(directory, "hosts", Optional.of(machineFile));
  }

  @Test
  void everyServiceHasItsFourNamesBeforeTheMachinesOwnFile() throws Exception {
    byte[] machine = {'1', '0', '.', '1', '.', '1', '.', '1', ' ', 'x', (byte) 0xff, '\n'};
    HostsFile hosts = hosts(Files.write(directory.resolve("etc-hosts"), machine));

    hosts.write(
        NameTable.of(
            "shop",
            List.of(
                Services.published("stock", "shop", "127.9.8.7"),
                Services.published("db-0.db", "shop", "127.9.8.9"),
                Services.published("mail", "tools", "127.9.8.8"))));

    byte[] expected =
        """
        # hawser: services of the cluster
        127.9.8.7 stock stock.shop stock.shop.svc stock.shop.svc.cluster.local
        127.9.8.9 db-0.db db-0.db.shop db-0.db.shop.svc db-0.db.shop.svc.cluster.local
        127.9.8.8 mail.tools mail.tools.svc mail.tools.svc.cluster.local
        # hawser: end
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(hosts.path()).hasBinaryContent(joined(expected, machine));
  }

  @Test
  void itIsRewrittenWhereItLies() throws Exception {
    HostsFile hosts = hosts(directory.resolve("missing"));
    hosts.write(NameTable.of("shop", List.of(Services.published("stock", "shop", "127.9.8.7"))));
    Object file = Files.getAttribute(hosts.path(), "unix:ino");

    hosts.write(NameTable.EMPTY);

    assertThat(Files.getAttribute(hosts.path(), "unix:ino")).isEqualTo(file);
    assertThat(hosts.path())
        .content()
        .isEqualTo("# hawser: services of the cluster\n# hawser: end\n");
  }

  @Test
  void aMachineWithoutHostsFileIsNoObstacle() throws Exception {
    HostsFile hosts = hosts(directory.resolve("missing"));

    hosts.write(NameTable.of("shop", List.of(Services.published("stock", "shop", "127.9.8.7"))));

    assertThat(hosts.path()).content().contains("127.9.8.7 stock ");
  }

  @Test
  void aHostOutsideTheClusterHasItsOneName() throws Exception {
    HostsFile hosts = hosts(directory.resolve("missing"));

    hosts.write(NameTable.of("shop", List.of(Services.published("db.example", "", "127.9.8.7"))));

    assertThat(hosts.path())
        .content()
        .isEqualTo("# hawser: services of the cluster\n127.9.8.7 db.example\n# hawser: end\n");
  }

  @Test
  void localhostStaysTheMachines() throws Exception {
    NameTable names =
        NameTable.of("shop", List.of(Services.published("localhost", "shop", "127.9.8.7")));

    assertThat(names.lines().getFirst().names())
        .contains("localhost.shop")
        .doesNotContain("localhost");
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
