package dev.hawser.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theReadyLineStandsAloneOnStandardOutput() {
    text(false).tell(new Event.Note("preparing"));
    text(false).tell(new Event.Connected("svc/orders"));
    assertThat(string(out)).isEqualTo("hawser: connected svc/orders\n");
  }

  @Test
  void theFailureLineBeginsAsPromisedAndSaysWhatToDo() {
    text(false).tell(failed());
    assertThat(string(err)).isEqualTo("hawser: failed: port 80 is taken\n  free it\n");
  }

  @Test
  void aPhaseIsOneLineWithItsTime() {
    text(false).tell(new Event.Phase("resolve", "svc/orders", Duration.ofMillis(340)));
    assertThat(string(err)).isEqualTo("  resolve   svc/orders  0.3 s\n");
  }

  @Test
  void thereIsNoColourUnlessAsked() {
    text(false).tell(failed());
    assertThat(string(err)).doesNotContain("\u001b");
    text(true).tell(failed());
    assertThat(string(err)).contains("\u001b[31m");
  }

  @Test
  void jsonIsOneObjectALine() {
    JsonConsole json = new JsonConsole(stream(out));
    json.tell(new Event.Phase("resolve", "svc/orders", Duration.ofMillis(340)));
    json.tell(new Event.Reachable("stock", "127.1.2.3", List.of(80)));
    json.tell(failed());
    assertThat(string(out).lines())
        .containsExactly(
            "{\"event\":\"phase\",\"name\":\"resolve\",\"text\":\"svc/orders\",\"milliseconds\":340}",
            "{\"event\":\"reachable\",\"service\":\"stock\",\"address\":\"127.1.2.3\",\"ports\":[80]}",
            "{\"event\":\"failed\",\"kind\":\"LOCAL_PRIVILEGE_OR_PORT\",\"what\":\"port 80 is taken\","
                + "\"advice\":\"free it\",\"exitCode\":5}");
  }

  private static Event failed() {
    return new Event.Failed(
        new Failure(FailureKind.LOCAL_PRIVILEGE_OR_PORT, "port 80 is taken", "free it"));
  }

  private TextConsole text(boolean colour) {
    return new TextConsole(stream(out), stream(err), colour);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String string(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
