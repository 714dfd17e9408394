package dev.hawser.agent.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ContainerEnvironmentTest {

  @Test
  void valuesOfSeveralLinesAreHandedOverByteForByte() {
    byte[] block = "A=first\nsecond\r\n\tthird = x\0EMPTY=\0GREETING=grüße ☃\0".getBytes(UTF_8);

    assertThat(ContainerEnvironment.withoutOwn(block)).isEqualTo(block);
  }

  @Test
  void bytesThatAreNoTextInAnyEncodingSurvive() {
    byte[] block = "RAW=\u00ff\u00fe\u0080\0".getBytes(ISO_8859_1);

    assertThat(ContainerEnvironment.withoutOwn(block)).isEqualTo(block);
  }

  @Test
  void renamedVariablesGoByTheirOwnNamesAgain() {
    byte[] block = "HAWSER_KEPT_JAVA_TOOL_OPTIONS=-Xmx1g\0A=1\0".getBytes(UTF_8);

    assertThat(ContainerEnvironment.withoutOwn(block))
        .isEqualTo("JAVA_TOOL_OPTIONS=-Xmx1g\0A=1\0".getBytes(UTF_8));
  }

  @Test
  void theAgentsOwnSettingsAreLeftOut() {
    byte[] block = "HAWSER_TUNNEL_PORT=1\0HAWSERS=2\0MY_HAWSER_X=3\0HAWSER_=4\0".getBytes(UTF_8);

    assertThat(ContainerEnvironment.withoutOwn(block))
        .isEqualTo("HAWSERS=2\0MY_HAWSER_X=3\0".getBytes(UTF_8));
  }

  @Test
  void whatIsNoVariableIsLeftOut() {
    byte[] block = "title of a process\0=nameless\0\0LAST=unended".getBytes(UTF_8);

    assertThat(ContainerEnvironment.withoutOwn(block)).isEqualTo("LAST=unended\0".getBytes(UTF_8));
  }

  @Test
  void whereTheKernelDoesNotTellTheJvmDoes() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", "/bin");
    variables.put("HAWSER_PROBE_PORT", "1");
    variables.put("GREETING", "grüße");

    assertThat(ContainerEnvironment.of(variables))
        .isEqualTo("PATH=/bin\0GREETING=grüße\0".getBytes(UTF_8));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRealProcessHandsOverWhatItWasStartedWith() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Printer.class.getName());
    builder.environment().clear();
    builder.environment().put("SEVERAL", "one\ntwo\n");
    builder.environment().put("HAWSER_BIND_ADDRESS", "127.0.0.1");
    builder.redirectError(new File("/dev/null"));
    Process process = builder.start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);

    assertThat(process.waitFor()).isZero();
    assertThat(out.toByteArray()).isEqualTo("SEVERAL=one\ntwo\n\0".getBytes(UTF_8));
  }

  static final class Printer {
    public static void main(String[] arguments) {
      byte[] environment = ContainerEnvironment.ofThisProcess();
      System.out.write(environment, 0, environment.length);
      System.out.flush();
    }
  }
}
