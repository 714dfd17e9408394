package dev.hawser.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameType;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.session.Allowance;
import dev.hawser.tunnel.session.Liveness;
import dev.hawser.tunnel.session.TunnelSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/protocol.md` says what the code does: its tables are read and compared.
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/protocol.md");

  @Test
  void frameTypesHaveTheirCodesAndLengths() throws IOException {
    List<List<String>> rows =
        table("type", "least payload").stream()
            .map(row -> List.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(5)))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(FrameType.values())
                .map(
                    type ->
                        List.of(
                            String.valueOf(type.code()),
                            type.name(),
                            String.valueOf(type.minLength()),
                            type == FrameType.DATA
                                ? "as HELLO says"
                                : String.valueOf(type.maxLength()),
                            type.isResumable() ? "yes" : "no"))
                .toList());
  }

  @Test
  void codesHaveTheirNames() throws IOException {
    assertCodes("role", Role.values(), Role::code);
    assertCodes("error", ErrorCode.values(), ErrorCode::code);
    assertCodes("reset", ResetCode.values(), ResetCode::code);
    assertCodes("protocol", StreamProtocol.values(), StreamProtocol::code);
  }

  @Test
  void constantsHaveTheirValues() throws IOException {
    Map<String, Long> constants = new LinkedHashMap<>();
    constants.put("VERSION", (long) Hello.VERSION);
    constants.put("MAX_LANES", (long) Hello.MAX_LANES);
    constants.put("MAX_DATA_LENGTH", (long) Hello.MAX_DATA_LENGTH);
    constants.put("LEAST_DATA_LENGTH", (long) Hello.LEAST_DATA_LENGTH);
    constants.put("STREAM_WINDOW", (long) Hello.STREAM_WINDOW);
    constants.put("MAX_STREAM_WINDOW", TunnelSession.MAX_STREAM_WINDOW);
    constants.put("SESSION_WINDOW", Hello.SESSION_WINDOW);
    constants.put("MAX_SESSION_WINDOW", TunnelSession.MAX_SESSION_WINDOW);
    constants.put("ACK_AT_BYTES", (long) TunnelSession.ACK_AT_BYTES);
    constants.put("ACK_WITHIN_MS", (long) TunnelSession.ACK_WITHIN_MS);
    constants.put("PING_INTERVAL_MS", Liveness.PING_INTERVAL_MS);
    constants.put("SUSPECT_AFTER_MS", Liveness.SUSPECT_AFTER_MS);
    constants.put("SILENCE_LIMIT_MS", Liveness.SILENCE_LIMIT_MS);
    constants.put("HANDSHAKE_LIMIT_MS", Links.HANDSHAKE_LIMIT_MS);
    constants.put("QUANTUM", (long) FairQueue.QUANTUM);
    constants.put("MAX_STREAMS", (long) Allowance.MAX_STREAMS);
    constants.put("MAX_UNCONFIRMED", (long) Allowance.MAX_UNCONFIRMED);
    Map<String, Long> told =
        table("constant", "value").stream()
            .collect(
                Collectors.toMap(
                    row -> row.get(0),
                    row -> Long.parseLong(row.get(1)),
                    (one, other) -> one,
                    LinkedHashMap::new));
    assertThat(told).isEqualTo(constants);
  }

  @Test
  void budgetsHaveTheirFigures() throws IOException {
    assertThat(table("budget", "at once"))
        .containsExactlyElementsOf(
            Stream.of(Allowance.values())
                .map(
                    allowance ->
                        List.of(
                            allowance.name(),
                            String.valueOf(allowance.burst()),
                            String.valueOf(allowance.perSecond())))
                .toList());
  }

  private static <E extends Enum<E>> void assertCodes(
      String heading, E[] values, ToIntFunction<E> code) throws IOException {
    Function<E, List<String>> row =
        value -> List.of(String.valueOf(code.applyAsInt(value)), value.name());
    assertThat(table("code", heading).stream().map(cells -> cells.subList(0, 2)).toList())
        .as(heading)
        .containsExactlyElementsOf(Stream.of(values).map(row).toList());
  }

  /// The rows of the only table in whose heading the two columns stand side by side.
  private static List<List<String>> table(String column, String next) throws IOException {
    String heading = "| %s | %s |".formatted(column, next);
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.contains(heading)) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("| ---")) {
        rows.add(Stream.of(line.substring(1).split("\\|")).map(String::strip).toList());
      }
    }
    assertThat(rows).as(heading).isNotEmpty();
    return rows;
  }
}
