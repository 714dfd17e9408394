package dev.hawser.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.Reports;
import dev.hawser.cli.report.RunningSessions;
import dev.hawser.endpoint.failure.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionChoiceTest {
  private static final Diagnosis RUNNING = report(1, "running", "");
  private static final Diagnosis OTHER = report(2, "other", "");
  private static final Diagnosis ENDED = report(3, "ended", "2026-11-28T15:00:00Z");
  private static final Diagnosis KILLED = report(4, "killed", "");

  private static Diagnosis report(long pid, String id, String endedAt) {
    return Reports.bare(Reports.session(pid, id, List.of()), "2026-11-28T14:59:00Z", endedAt);
  }

  private static SessionChoice choice(List<Diagnosis> running, Diagnosis... left) {
    return new SessionChoice(new RunningSessions(running, List.of()), List.of(left));
  }

  @Test
  void theOnlyOneThatRunsIsMeant() {
    assertThat(choice(List.of(RUNNING), ENDED).answer())
        .containsExactly(new Event.Diagnosed(RUNNING));
  }

  @Test
  void severalAreListedToChooseFrom() {
    assertThat(choice(List.of(RUNNING, OTHER), ENDED).answer())
        .containsExactly(
            new Event.Here(RUNNING.session()),
            new Event.Here(OTHER.session()),
            new Event.Note("choose one: hawser diagnose --session ID"));
  }

  @Test
  void whereNoneRunsTheLastIsNamed() {
    assertThat(choice(List.of(), ENDED, KILLED).answer())
        .containsExactly(
            new Event.Note("no session of yours answers on this machine"),
            new Event.Note(
                "the last was of svc/orders, ended 2026-11-28T15:00:00Z:"
                    + " hawser diagnose --session ended"));
    assertThat(choice(List.of()).answer()).hasSize(1);
  }

  @Test
  void anyCanBeAskedForByItsId() {
    SessionChoice choice = choice(List.of(RUNNING, OTHER), ENDED, KILLED, OTHER);
    assertThat(choice.answer("other")).containsExactly(new Event.Diagnosed(OTHER));
    assertThat(choice.answer("ended")).containsExactly(new Event.Diagnosed(ENDED));
  }

  @Test
  void ofOneThatWasKilledItIsSaidHowOldTheReportIs() {
    assertThat(choice(List.of(), KILLED).answer("killed"))
        .containsExactly(
            new Event.Note(
                "its process 4 does not answer or was killed:"
                    + " this is what it left at 2026-11-28T14:59:00Z"),
            new Event.Diagnosed(KILLED));
  }

  @Test
  void anUnknownIdIsAnsweredWithThoseThatAreKnown() {
    assertThatThrownBy(() -> choice(List.of(), ENDED, KILLED).answer("x"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().what()).contains("no session x");
              assertThat(e.failure().advice()).isEqualTo("known are ended, killed");
            });
  }

  @Test
  void aProcessThatDoesNotAnswerIsNamed() {
    SessionChoice choice =
        new SessionChoice(new RunningSessions(List.of(RUNNING), List.of(77L)), List.of());
    assertThat(choice.answer())
        .hasSize(2)
        .first()
        .asString()
        .contains("process 77 has a session here and does not answer");
  }
}
