package dev.hawser.cli.connect;

import dev.hawser.cli.console.Event.LineChange;
import dev.hawser.endpoint.FailedStream;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import java.util.Locale;

/// What a trouble means to the user, and what to do.
final class TroubleMeaning {
  private TroubleMeaning() {}

  static String of(LineChange change) {
    return switch (change) {
      case SILENT -> "the network or the API server carries nothing; connections wait";
      case BROKEN -> "connections wait for the next link, which is being tried";
      case RESET -> "connections were lost; new ones pass once there is a link again";
      case GONE -> "its pod ended or was replaced; connections through it were reset";
      case HEARD, BACK, BLINKED, LINKED -> "it is over";
    };
  }

  static String word(ResetCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String of(FailedStream failed) {
    return failed.stream().opener() == Role.AGENT
        ? inbound(failed.code())
        : outbound(failed.code());
  }

  private static String inbound(ResetCode code) {
    return switch (code) {
      case REFUSED -> "nobody listens here: start your process, or name its port with --port";
      case TIMED_OUT, UNREACHABLE -> "your process does not take connections: is it suspended?";
      case UNRESOLVED, UNSUPPORTED -> "the agent asked for what this end does not serve";
      case CANCELLED, CONNECTION_RESET -> "the caller gave up";
      case INTERNAL -> internal();
      case SESSION_CLOSED, DRAINING -> ending();
      case LINE_LOST -> lineLost();
      case TOO_MANY -> tooMany();
    };
  }

  private static String outbound(ResetCode code) {
    return switch (code) {
      case REFUSED -> "nobody listens there: has the Service pods that are ready?";
      case UNREACHABLE -> "no way leads there from the pod: a network policy may forbid it";
      case UNRESOLVED -> "the cluster does not know that name";
      case TIMED_OUT ->
          "nobody answered the pod: a network policy may drop it, or the host is down";
      case UNSUPPORTED -> "the agent does not serve that: is its image older than this Hawser?";
      case CANCELLED, CONNECTION_RESET -> "the local process gave up";
      case INTERNAL -> internal();
      case SESSION_CLOSED, DRAINING -> ending();
      case LINE_LOST -> lineLost();
      case TOO_MANY -> tooMany();
    };
  }

  private static String internal() {
    return "a fault of Hawser's: the logs have more";
  }

  private static String ending() {
    return "the agent was about to end; the next connection goes to another";
  }

  private static String lineLost() {
    return "there was no link for longer than --grace";
  }

  private static String tooMany() {
    return "more connections were open than one line carries: --links makes more lines";
  }
}
