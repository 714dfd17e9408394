package dev.hawser.endpoint.process;

import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.environment.EnvironmentFile;
import dev.hawser.endpoint.environment.EnvironmentFormat;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives a child its variables byte for byte.
///
/// The JDK writes them in the locale's charset, so that in the C locale (containers, CI, cron)
/// every `ü` would arrive as `??`. Where it is not UTF-8, variables beyond ASCII are read by a
/// shell instead, from a private file that it removes before it becomes the command.
final class ExactEnvironment {
  private static final String READ_AND_BECOME =
      ". \"$1\"; rm -rf -- \"${1%/*}\"; shift; exec \"$@\"";

  private ExactEnvironment() {}

  /// Fills the builder's variables and gives the command to start.
  static List<String> give(
      Map<String, String> environment, Map<String, String> builder, List<String> command)
      throws IOException {
    return give(environment, builder, command, nativeCharset());
  }

  static List<String> give(
      Map<String, String> environment,
      Map<String, String> builder,
      List<String> command,
      Charset charset)
      throws IOException {
    builder.putAll(environment);
    if (Platform.current() == Platform.WINDOWS || charset.equals(StandardCharsets.UTF_8)) {
      return command;
    }
    CharsetEncoder ascii = StandardCharsets.US_ASCII.newEncoder();
    Map<String, String> beyond = new LinkedHashMap<>(environment);
    beyond.values().removeIf(ascii::canEncode);
    if (beyond.isEmpty()) {
      return command;
    }
    Path file = PrivateFiles.makeTemporaryDirectory().resolve("variables.sh");
    EnvironmentFile.write(file, EnvironmentFormat.SH, Environment.of(beyond));
    List<String> reading =
        new ArrayList<>(List.of("/bin/sh", "-c", READ_AND_BECOME, "hawser", file.toString()));
    reading.addAll(command);
    return reading;
  }

  private static Charset nativeCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
