package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class ProjectKindTest {
  @TempDir Path directory;

  @Test
  void anEmptyDirectorySuggestsNothing() {
    assertThat(ProjectKind.of(directory)).isEmpty();
  }

  @Test
  void aMavenProjectRunsInMavensOwnJvmUnlessItsPluginStartsAnother() throws IOException {
    file("pom.xml", "<project/>");
    assertFirst("mvn -q compile exec:java", true);
    file("mvnw", "");
    file("pom.xml", "<artifactId>spring-boot-maven-plugin</artifactId>");
    assertFirst(
        "./mvnw spring-boot:run"
            + " -Dspring-boot.run.jvmArguments=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005",
        false);
    file("pom.xml", "<artifactId>quarkus-maven-plugin</artifactId>");
    assertFirst("./mvnw quarkus:dev -Ddebug=5005", false);
  }

  @Test
  void aGradleProjectIsRunByItsWrapper() throws IOException {
    file("build.gradle.kts", "plugins { application }");
    file("gradlew", "");
    assertFirst("./gradlew run --debug-jvm", false);
    file("build.gradle.kts", "plugins { id(\"org.springframework.boot\") }");
    assertFirst("./gradlew bootRun --debug-jvm", false);
  }

  @Test
  void aNodeProjectInspectsItsScriptAndNotNpm() throws IOException {
    file("package.json", "{}");
    assertFirst("npm start --node-options=--inspect=127.0.0.1:9229", false);
  }

  @Test
  void otherProjectsAreKnownToo() throws IOException {
    file("go.mod", "module x");
    assertFirst("go run .", false);
    Files.delete(directory.resolve("go.mod"));
    file("app.py", "");
    assertFirst("python3 app.py", false);
    file("manage.py", "");
    assertFirst("python3 manage.py runserver", false);
    Files.delete(directory.resolve("manage.py"));
    file("Shop.csproj", "");
    assertFirst("dotnet run", false);
  }

  @Test
  void whereADebuggerIsAProgramOfItsOwnThereIsAChoice() throws IOException {
    file("main.py", "");
    assertThat(ProjectKind.of(directory))
        .extracting(launch -> String.join(" ", launch.command()))
        .containsExactly("python3 main.py", "python3 -m debugpy --listen 127.0.0.1:5678 main.py");
  }

  private void assertFirst(String command, boolean jdwp) {
    Launch first = ProjectKind.of(directory).getFirst();
    assertThat(String.join(" ", first.command())).isEqualTo(command);
    assertThat(first.jdwp()).isEqualTo(jdwp);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
