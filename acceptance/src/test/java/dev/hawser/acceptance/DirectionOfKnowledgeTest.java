package dev.hawser.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.hawser.acceptance.place.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which module knows what, read from the built jars.
@Tag("sandbox")
class DirectionOfKnowledgeTest {
  private static final String TUNNEL = "dev.hawser.tunnel..";
  private static final String AGENT = "dev.hawser.agent..";
  private static final String ENDPOINT = "dev.hawser.endpoint..";
  private static final String CLUSTER = "dev.hawser.cluster..";
  private static final String CLI = "dev.hawser.cli..";
  private static final String SANDBOX = "dev.hawser.sandbox..";

  private static final JavaClasses PRODUCT = product();

  private static JavaClasses product() {
    return new ClassFileImporter()
        .importJars(
            jar("cli", "tunnel-protocol"),
            jar("cli", "local-endpoint"),
            jar("cli", "cluster"),
            jar("cli", "cli"),
            jar("agent", "remote-agent"),
            jar("sandbox", "sandbox"));
  }

  private static JarFile jar(String process, String module) {
    try (Stream<Path> files = Files.list(Checkout.DIST.resolve(process))) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().matches(module + "-\\d.*\\.jar"))
              .toList();
      assertThat(found).as("the jar of %s for %s", module, process).hasSize(1);
      return new JarFile(found.getFirst().toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @CsvSource({TUNNEL, AGENT, ENDPOINT, CLUSTER, CLI, SANDBOX})
  void everyModuleIsLookedAt(String module) {
    assertThat(PRODUCT.that(resideInAnyPackage(module))).hasSizeGreaterThan(5);
  }

  @Test
  void theTunnelKnowsNettyAndNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(TUNNEL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "io.fabric8..", "picocli..", AGENT, ENDPOINT, CLUSTER, CLI, SANDBOX)
        .check(PRODUCT);
  }

  @Test
  void theTunnelCountsInOnePackageOnly() {
    noClasses()
        .that()
        .resideInAPackage(TUNNEL)
        .and()
        .resideOutsideOfPackage("dev.hawser.tunnel.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(PRODUCT);
  }

  @Test
  void theAgentKnowsTheTunnelOnly() {
    noClasses()
        .that()
        .resideInAPackage(AGENT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", ENDPOINT, CLUSTER, CLI, SANDBOX)
        .check(PRODUCT);
  }

  @Test
  void theEndpointKnowsTheTunnelOnly() {
    noClasses()
        .that()
        .resideInAPackage(ENDPOINT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", AGENT, CLUSTER, CLI, SANDBOX)
        .check(PRODUCT);
  }

  @Test
  void onlyTheClusterModuleKnowsKubernetes() {
    classes()
        .that()
        .resideInAPackage("dev.hawser..")
        .and()
        .resideOutsideOfPackages(CLUSTER, SANDBOX)
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("io.fabric8..")
        .check(PRODUCT);
  }

  @Test
  void onlyTheCommandLineKnowsItsOptionsAndHowToMakeImages() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "org.jline..", "com.google.cloud.tools.jib..", CLI)
        .check(PRODUCT);
  }

  @Test
  void theSandboxKnowsNothingOfTheProduct() {
    noClasses()
        .that()
        .resideInAPackage(SANDBOX)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TUNNEL, AGENT, ENDPOINT, CLUSTER, CLI)
        .check(PRODUCT);
  }
}
