package dev.hawser.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.report.LineReport;
import dev.hawser.cli.report.SessionReport;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.session.LineState;
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

  @Test
  void aLinesChangeIsASentenceForPeopleAndAWordForPrograms() {
    Event broken =
        new Event.Lines(Event.LineChange.BROKEN, List.of("a", "b"), "the lines broke", true);
    text(false).tell(broken);
    assertThat(string(err)).isEqualTo("  ! the lines broke\n");
    new JsonConsole(stream(out)).tell(broken);
    assertThat(string(out))
        .isEqualTo(
            "{\"event\":\"line\",\"change\":\"broken\",\"text\":\"the lines broke\","
                + "\"pods\":[\"a\",\"b\"]}\n");
  }

  @Test
  void aSessionOfThisMachineTellsHowEachOfItsLinesIs() {
    text(false).tell(new Event.Here(report()));
    assertThat(string(out).lines())
        .containsExactly(
            "shop/deploy/orders  on this machine, process 4711, session abc",
            "  orders-1  up, heard 0.3 s ago, round trip 1.2 ms",
            "  orders-1, link 2  not heard for 4.0 s, may be dead; another link is tried",
            "  orders-2  down for 5.0 s (Connection reset); its connections wait up to 300 s",
            "  orders-3  not linked: forbidden");
  }

  @Test
  void aSessionOfThisMachineIsOneObjectForPrograms() {
    new JsonConsole(stream(out)).tell(new Event.Here(report()));
    assertThat(string(out))
        .startsWith("{\"event\":\"here\",\"pid\":4711,\"session\":\"abc\",")
        .contains(
            "{\"pod\":\"orders-1\",\"lane\":0,\"state\":\"UP\",\"silentMilliseconds\":300,"
                + "\"roundTripMicroseconds\":1200,\"downMilliseconds\":0,\"reason\":\"\"}");
  }

  private static SessionReport report() {
    return new SessionReport(
        4711,
        "abc",
        "shop",
        "deploy/orders",
        300,
        List.of(
            LineReport.of(
                "orders-1",
                0,
                new LineState.Up(Duration.ofMillis(300), Duration.ofNanos(1_200_000))),
            LineReport.of("orders-1", 1, new LineState.Suspected(Duration.ofSeconds(4))),
            LineReport.of(
                "orders-2", 0, new LineState.Down(Duration.ofSeconds(5), "Connection reset")),
            LineReport.unlinked("orders-3", 0, "forbidden")));
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
