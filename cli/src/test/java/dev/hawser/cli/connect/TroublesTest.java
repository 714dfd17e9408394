package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Event.LineChange;
import dev.hawser.cli.report.TroubleReport;
import dev.hawser.endpoint.FailedStream;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.StreamView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroublesTest {
  private final List<Event> told = new ArrayList<>();
  private final Troubles troubles = new Troubles(told::add);

  @Test
  void whatWentWrongIsRememberedWithItsMeaningAndAllIsTold() {
    List<Event> events =
        List.of(
            new Event.Note("preparing"),
            new Event.Warning("there is a quota"),
            new Event.Lines(LineChange.BROKEN, List.of("a"), "the line broke", true),
            new Event.Lines(LineChange.BACK, List.of("a"), "it is back", false),
            new Event.Failed(new Failure(FailureKind.INTERNAL, "it fell", "pick it up")));
    events.forEach(troubles::tell);
    assertThat(told).isEqualTo(events);
    assertThat(troubles.with(List.of()))
        .extracting(TroubleReport::what, TroubleReport::meaning)
        .containsExactly(
            tuple("there is a quota", ""),
            tuple("the line broke", "connections wait for the next link, which is being tried"),
            tuple("it fell", "pick it up"));
  }

  @Test
  void onlyTheLastAreRemembered() {
    for (int i = 0; i < 30; i++) {
      troubles.tell(new Event.Warning("warning " + i));
    }
    assertThat(troubles.with(List.of()))
        .extracting(TroubleReport::what)
        .hasSize(20)
        .startsWith("warning 10")
        .endsWith("warning 29");
  }

  @Test
  void aConnectionThatFailedHasItsPlaceInTime() {
    troubles.tell(new Event.Warning("now"));
    assertThat(troubles.with(List.of(failed(Role.AGENT, "", ResetCode.REFUSED))))
        .extracting(TroubleReport::what, TroubleReport::meaning)
        .containsExactly(
            tuple(
                "connection 3f2a9c1e/4, inbound to port 8080: refused",
                "nobody listens here: start your process, or name its port with --port"),
            tuple("now", ""));
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonHasAMeaningInBothDirections(ResetCode code) {
    assertThat(Stream.of(Role.values()).map(role -> TroubleMeaning.of(failed(role, "a", code))))
        .allSatisfy(meaning -> assertThat(meaning).isNotBlank());
  }

  private static FailedStream failed(Role opener, String host, ResetCode code) {
    StreamView stream =
        new StreamView(
            UUID.fromString("3f2a9c1e-0000-4000-8000-000000000000"),
            4,
            opener,
            Destination.tcp(host, 8080),
            StreamView.State.OPENING,
            0,
            0,
            0,
            0,
            Duration.ZERO);
    return new FailedStream(Instant.parse("2026-11-28T14:00:00Z"), stream, code);
  }
}
