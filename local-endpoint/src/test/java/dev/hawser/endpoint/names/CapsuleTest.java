package dev.hawser.endpoint.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.endpoint.hosts.MachineHosts;
import dev.hawser.endpoint.process.ShortRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs on every Linux. Where the probe says that a capsule is not possible, the tests see that it
/// says why.
@Timeout(60)
class CapsuleTest {
  private static final String ADDRESS = "127.9.8.7";
  private static final Capsule.Tools TOOLS =
      Capsule.Tools.find("/usr/bin:/bin:/usr/sbin:/sbin").orElseThrow();
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private final Path directory;

  CapsuleTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void letOtherUsersIn() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static NameTable names() throws IOException {
    return NameTable.of("shop", List.of(Services.published("stock", "shop", ADDRESS)));
  }

  private HostsFile hosts() throws IOException {
    return HostsFile.create(directory, "hosts", Optional.of(MachineHosts.FILE));
  }

  private Probed probed(String searchPath) throws IOException {
    return new CapsuleProbe(hosts(), directory, searchPath).run();
  }

  /// With the name shown, where a capsule is possible.
  private Optional<NameWay> capsule() throws IOException {
    return switch (probed(System.getenv("PATH") + ":/usr/bin:/bin")) {
      case Probed.Possible(NameWay way) -> {
        way.show(names());
        assertThat(way.explanation()).contains("/etc/hosts", "4 names");
        yield Optional.of(way);
      }
      case Probed.Impossible(String reason) -> {
        assertThat(reason).containsAnyOf("user namespaces (", "util-linux", "nsswitch.conf");
        yield Optional.empty();
      }
    };
  }

  private static ShortRun run(List<String> command) throws IOException {
    return ShortRun.of(command);
  }

  @Test
  void theCommandResolvesTheNamesAndTheMachineDoesNot() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      List<String> lookUp = List.of("sh", "-c", "getent ahostsv4 stock.shop.svc.cluster.local");

      assertThat(run(way.wrap(lookUp)).output()).startsWith(ADDRESS);
      assertThat(run(lookUp).output()).doesNotContain(ADDRESS);
      assertThat(run(way.wrap(List.of("cat", "/etc/resolv.conf"))).output())
          .isEqualTo(run(List.of("cat", "/etc/resolv.conf")).output());
      assertThat(run(way.wrap(List.of("getent", "ahostsv4", "localhost"))).output())
          .startsWith("127.0.0.1");
    }
  }

  @Test
  void theCommandIsTheStartedProcessItselfAndTheSameUser() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      Process process =
          new ProcessBuilder(way.wrap(List.of("sh", "-c", "echo $$ $(id -u) $(id -g); exit 42")))
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).isEqualTo(42);
      assertThat(said.strip())
          .isEqualTo(
              "%d %s %s"
                  .formatted(
                      process.pid(),
                      run(List.of("id", "-u")).output().strip(),
                      run(List.of("id", "-g")).output().strip()));
    }
  }

  @Test
  void aSignalEndsTheCommand() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      Process process =
          new ProcessBuilder(
                  way.wrap(
                      List.of(
                          "sh", "-c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.05; done")))
              .start();
      assertThat(process.inputReader().readLine()).isEqualTo("up");

      process.destroy();

      assertThat(process.waitFor()).isEqualTo(9);
    }
  }

  @Test
  void aJvmResolvesTheNames() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      assertThat(run(way.wrap(jvmLookUp())).output()).isEqualTo(ADDRESS);
    }
  }

  @Test
  void aProcessThatRunsSeesNamesThatComeAndGo() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      Process process =
          new ProcessBuilder(
                  capsule
                      .get()
                      .wrap(
                          List.of(
                              "sh",
                              "-c",
                              "while read name; do getent ahostsv4 $name | head -1; echo; done")))
              .start();
      try (Writer asking = process.outputWriter();
          BufferedReader answers = process.inputReader()) {
        assertThat(answer("stock", asking, answers)).startsWith(ADDRESS);

        capsule
            .get()
            .show(NameTable.of("shop", List.of(Services.published("mail", "shop", "127.9.8.6"))));

        assertThat(answer("stock", asking, answers)).isEmpty();
        assertThat(answer("mail", asking, answers)).startsWith("127.9.8.6");
      }
    }
  }

  private static String answer(String name, Writer asking, BufferedReader answers)
      throws IOException {
    asking.write(name + "\n");
    asking.flush();
    String first = answers.readLine();
    if (!first.isEmpty()) {
      answers.readLine();
    }
    return first;
  }

  private Path volume() throws IOException {
    Path volume = Files.createDirectories(directory.resolve("volume"));
    Files.writeString(volume.resolve("a"), "inside\n");
    return volume;
  }

  private List<VolumePlace> places() throws IOException {
    return List.of(
        new VolumePlace(volume(), Path.of("/etc/no-such/app")),
        new VolumePlace(volume(), Path.of("/no-such-at-all")),
        new VolumePlace(volume(), Path.of("/media")),
        new VolumePlace(volume().resolve("a"), Path.of("/etc/no-such-file")));
  }

  @Test
  void volumesLieAtTheirPathsInTheContainerAndTheMachineHasNothingOfIt() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      way.place(places());
      assertThat(way.explanation()).contains("4 volumes at their paths");
      ShortRun run =
          run(
              way.wrap(
                  List.of(
                      "sh",
                      "-c",
                      "cat /etc/no-such/app/a /no-such-at-all/a /media/a /etc/no-such-file; pwd")));

      assertThat(run.errors()).isEmpty();
      assertThat(run.output())
          .isEqualTo("inside\n".repeat(4) + Path.of("").toAbsolutePath() + "\n");
      assertThat(Path.of("/etc/no-such")).doesNotExist();
      assertThat(Path.of("/no-such-at-all")).doesNotExist();
    }
  }

  @Test
  void whatTheMachineHasBesideAVolumeIsStillThereAndMayBeWritten() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      way.place(places());
      Path beside = directory.resolve("beside");
      ShortRun run =
          run(way.wrap(List.of("sh", "-c", "echo written >" + beside + "; cat /etc/passwd")));

      assertThat(run.output()).isEqualTo(Files.readString(Path.of("/etc/passwd")));
      assertThat(beside).hasContent("written\n");
    }
  }

  @Test
  void namesComeWithoutVolumesWhereThoseCannotBeMounted() throws Exception {
    Optional<NameWay> capsule = capsule();
    if (capsule.isPresent()) {
      NameWay way = capsule.get();
      way.place(List.of(new VolumePlace(directory.resolve("not there"), Path.of("/no-such-file"))));
      assertThat(way.explanation()).contains("but not any (");
      assertThat(run(way.wrap(List.of("getent", "ahostsv4", "stock"))).output())
          .startsWith(ADDRESS);
    }
  }

  /// Root can be any user, so the other way of the capsule is tried too.
  @Test
  void aUserWithoutPrivilegeHasACapsuleToo() throws Exception {
    if (ROOT && capsule().isPresent()) {
      Path ofUser = Files.createDirectory(directory.resolve("of-user"));
      Files.setPosixFilePermissions(ofUser, PosixFilePermissions.fromString("rwxrwxrwx"));
      CapsulePlan plan = CapsulePlan.of(places(), Set.of());
      HostsFile hosts = hosts();
      hosts.write(names());
      Capsule capsule =
          Capsule.asUser(TOOLS, CapsuleScript.write(ofUser, TOOLS, hosts.path(), plan), 1000, 1001);

      ShortRun run =
          run(
              asUser(
                  capsule.wrap(
                      List.of(
                          "sh",
                          "-c",
                          "getent ahostsv4 stock; cat /etc/no-such/app/a /no-such-at-all/a;"
                              + " id -u; id -g; grep CapEff /proc/self/status; exit 42"))));
      assertThat(run.errors()).isEmpty();
      assertThat(run.output())
          .startsWith(ADDRESS)
          .endsWith("inside\ninside\n1000\n1001\nCapEff:\t0000000000000000\n");
      assertThat(run.exitCode()).isEqualTo(42);
      assertThat(run(asUser(capsule.wrap(jvmLookUp()))).output()).isEqualTo(ADDRESS);
    }
  }

  @Test
  void theReasonIsToldWhereTheToolsAreMissing() throws Exception {
    assertThat(probed(directory.toString()))
        .isEqualTo(
            new Probed.Impossible("a private hosts file needs unshare and mount (util-linux)"));
  }

  @Test
  void theReasonIsToldWhereTheSystemForbidsIt() throws Exception {
    for (String tool : List.of("unshare", "mount")) {
      Path script =
          Files.writeString(
              directory.resolve(tool),
              "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    assertThat(probed(directory.toString()).toString())
        .contains("unshare failed: Operation not permitted");
  }

  private List<String> jvmLookUp() throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("LookUp.java"),
            """
            void main() throws Exception {
              IO.print(java.net.InetAddress.getByName("stock").getHostAddress());
            }
            """);
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), source.toString());
  }

  private static List<String> asUser(List<String> command) {
    List<String> all =
        new ArrayList<>(List.of("setpriv", "--reuid=1000", "--regid=1001", "--clear-groups", "--"));
    all.addAll(command);
    return all;
  }
}
