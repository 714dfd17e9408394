package dev.hawser.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFilesTest {
  private static final ImagePlatform AMD64 = new ImagePlatform("amd64", "x86_64");

  private final Path installed;
  private final Path laidOut;

  AgentFilesTest(@TempDir Path directory) throws IOException {
    installed = InstalledAgent.in(directory.resolve("agent"));
    laidOut = directory.resolve("out");
  }

  @Test
  void jarsAreOrderedAndThoseThatHoldOnlyLibrariesAreLeftOut() throws IOException {
    AgentFiles files = AgentFiles.layOut(installed, AMD64, laidOut);

    assertThat(files.jars()).containsExactly("netty-common-4.2.jar", "remote-agent-0.1.0.jar");
    assertThat(laidOut.resolve("lib/remote-agent-0.1.0.jar")).isRegularFile();
  }

  @Test
  void onlyThePlatformsLibrariesAreUnpacked() throws IOException {
    AgentFiles.layOut(installed, AMD64, laidOut);

    assertThat(laidOut.resolve("native"))
        .isDirectoryContaining("glob:**/libepoll_linux-x86_64.so")
        .isDirectoryNotContaining("glob:**/*aarch_64*")
        .isDirectoryNotContaining("glob:**/*.properties");
  }

  @Test
  void everyFileHasTheSameTimeWhereverItCameFrom() throws IOException {
    AgentFiles.layOut(installed, AMD64, laidOut);

    for (Path path : FileTrees.all(laidOut)) {
      assertThat(Files.getLastModifiedTime(path)).isEqualTo(FileTime.from(FileTrees.TIME));
    }
  }

  @Test
  void anAgentThatIsNotInstalledIsToldWithItsPlace() throws IOException {
    Path nowhere = installed.resolveSibling("nowhere");
    assertThatThrownBy(() -> AgentFiles.layOut(nowhere, AMD64, laidOut))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(nowhere.toString());

    Files.delete(installed.resolve("remote-agent-0.1.0.jar"));
    assertThatThrownBy(() -> AgentFiles.layOut(installed, AMD64, laidOut))
        .isInstanceOf(FailureException.class);
  }
}
