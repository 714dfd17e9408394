package dev.hawser.cli.connect;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What `--port LOCAL[:CONTAINER]` says.
///
/// @param local the port at which the local process listens
/// @param container the container's port, or empty for its only one
public record PortMapping(int local, OptionalInt container) {

  public static PortMapping parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException(malformed(text));
    }
    int local = port(parts[0], text);
    return new PortMapping(
        local, parts.length == 2 ? OptionalInt.of(port(parts[1], text)) : OptionalInt.empty());
  }

  private static int port(String part, String text) {
    if (part.matches("\\d{1,5}")) {
      int port = Integer.parseInt(part);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw new IllegalArgumentException(malformed(text));
  }

  private static String malformed(String text) {
    return "port: %.40s (expected: LOCAL or LOCAL:CONTAINER, each 1 to 65535)".formatted(text);
  }

  /// For picocli.
  public static final class Converter implements ITypeConverter<PortMapping> {
    @Override
    public PortMapping convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
