package dev.hawser.endpoint.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.hosts.Elevation;
import dev.hawser.endpoint.hosts.HostsFileEdit;
import dev.hawser.endpoint.hosts.HostsOwner;
import dev.hawser.endpoint.process.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameWaysTest {
  private static final String BEFORE = "127.0.0.1\tlocalhost\n";
  private final Path directory;
  private final Path etcHosts;
  private final Path tools;
  private final List<String> questions = new ArrayList<>();

  NameWaysTest(@TempDir Path directory) {
    this.directory = directory;
    this.etcHosts = directory.resolve("etc-hosts");
    this.tools = directory.resolve("tools");
  }

  @BeforeEach
  void makeAMachineWithoutTools() throws IOException {
    Files.writeString(etcHosts, BEFORE);
    Files.createDirectory(tools);
    Files.writeString(directory.resolve("agent.jar"), "");
  }

  private NameWay choose(NameWish wish) {
    return choose(wish, Platform.LINUX, etcHosts);
  }

  private NameWay choose(NameWish wish, Platform platform, Path hosts) {
    return new NameWays(
            platform,
            tools.toString(),
            directory,
            new HostsFileEdit(hosts),
            HostsOwner.current("k7d2m9x4pa"),
            directory.resolve("agent.jar"),
            new Elevation(tools.toString(), "java", "classes"),
            this::refuse)
        .choose(wish);
  }

  private boolean refuse(String question) {
    questions.add(question);
    return false;
  }

  private static NameTable stock() throws IOException {
    return NameTable.of("shop", List.of(Services.published("stock", "shop", "127.9.8.7")));
  }

  @Test
  void withoutACapsuleTheHostsFileIsTakenWhereItMayBeWritten() throws Exception {
    try (NameWay way = choose(NameWish.AUTO)) {
      way.show(stock());

      assertThat(way.explanation()).contains(etcHosts.toString(), "4 names", "every process");
      assertThat(etcHosts).content().contains("127.9.8.7 stock ").endsWith(BEFORE);
    }
    assertThat(etcHosts).hasContent(BEFORE);
  }

  @Test
  void withoutBothJvmsHaveNamesAndTheReasonIsTold() throws Exception {
    try (NameWay way = choose(NameWish.AUTO, Platform.LINUX, directory.resolve("missing"))) {
      way.show(stock());

      assertThat(way.explanation()).contains("Java programs", "4 names", "util-linux");
      assertThat(way.variables(Map.of("JAVA_TOOL_OPTIONS", "-Dmine")))
          .containsEntry(
              "JAVA_TOOL_OPTIONS",
              "-Dmine -javaagent:%1$s/hawser-names.jar=%1$s/names".formatted(directory));
      assertThat(directory.resolve("names")).content().contains("127.9.8.7 stock ");
    }
  }

  @Test
  void elsewhereThanOnLinuxTheHostsFileIsTheWayIfItMayBeWritten() {
    try (NameWay way = choose(NameWish.AUTO, Platform.MAC, etcHosts)) {
      assertThat(way.explanation()).contains(etcHosts.toString());
    }
  }

  @Test
  void elsewhereItIsTheAgentForJvmsWhereServicesHaveAddressesOfTheirOwn() {
    Path missing = directory.resolve("missing");
    try (NameWay way = choose(NameWish.AUTO, Platform.WINDOWS, missing)) {
      assertThat(way.explanation()).contains("Java programs", "needs Linux");
    }
    try (NameWay way = choose(NameWish.AUTO, Platform.MAC, missing)) {
      assertThat(way.explanation()).contains("variables", "needs Linux", "share 127.0.0.1");
    }
  }

  @Test
  void variablesOnlyCanBeWished() {
    try (NameWay way = choose(NameWish.ENV)) {
      assertThat(way.explanation()).contains("variables", "no other way is wanted");
      assertThat(way.wrap(List.of("true"))).containsExactly("true");
    }
  }

  @Test
  void aWishThatCannotBeFulfilledFailsWithTheReason() throws Exception {
    Files.delete(directory.resolve("agent.jar"));

    assertRefused(NameWish.CAPSULE, etcHosts, "--names capsule", "util-linux");
    assertRefused(NameWish.JVM, etcHosts, "--names jvm", "agent.jar");
    assertRefused(NameWish.HOSTS, directory.resolve("missing"), "--names hosts", "sudo");
  }

  private void assertRefused(NameWish wish, Path hosts, String... words) {
    assertThatThrownBy(() -> choose(wish, Platform.LINUX, hosts))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().kind().exitCode()).isEqualTo(5);
              assertThat(refused.failure().what()).contains(words);
            });
  }

  @Test
  void aUserWithoutRightsIsAskedOnceAndARefusalIsOne() throws Exception {
    tool("sudo", "exit 99");

    assertRefused(
        NameWish.HOSTS, directory.resolve("missing"), "nobody at a terminal agreed to it");

    assertThat(questions).hasSize(1).first().asString().contains("sudo", "missing");
  }

  private void tool(String name, String script) throws IOException {
    Path tool = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
