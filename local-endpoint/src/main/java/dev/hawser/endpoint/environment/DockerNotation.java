package dev.hawser.endpoint.environment;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// `NAME=VALUE` lines for `docker run --env-file`, which takes all behind the first `=` as it is:
/// no quotes, no escapes, and so no line ends, and no return at the end of a line
/// ([docker run](https://docs.docker.com/reference/cli/docker/container/run/#env)). Its scanner
/// gives up at lines of 64 KiB.
final class DockerNotation implements Notation {
  private static final Pattern NAME = Pattern.compile("[^\\s#=\ufeff][^\\s=]*");
  private static final int MAX_LINE_BYTES = 64 * 1024 - 2;

  @Override
  public Optional<String> entry(String name, String value) {
    String line = name + "=" + value;
    return NAME.matcher(name).matches()
            && value.indexOf('\n') < 0
            && !value.endsWith("\r")
            && line.getBytes(StandardCharsets.UTF_8).length <= MAX_LINE_BYTES
        ? Optional.of(line + "\n")
        : Optional.empty();
  }
}
