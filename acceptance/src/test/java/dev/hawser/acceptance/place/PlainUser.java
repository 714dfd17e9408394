package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `nobody`, who has no privilege and no home but one in a temporary directory, with a copy of the
/// place's kubeconfig.
public final class PlainUser implements AutoCloseable {
  private static final List<String> BECOME =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=-all",
          "--no-new-privs",
          "--");

  private final Path home;
  private final Map<String, String> variables;

  public PlainUser(Place place) {
    try {
      home = Files.createTempDirectory("hawser-nobody");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path kubeconfig = Files.copy(place.kubeconfig(), home.resolve("kubeconfig"));
      Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-r--r--"));
      variables = new HashMap<>(place.variables());
      variables.put("KUBECONFIG", kubeconfig.toString());
      variables.put("HOME", home.toString());
      variables.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Runs `hawser` to its end.
  public Hawser.Result run(List<String> arguments) {
    return Hawser.finish(Hawser.start(variables, BECOME, arguments));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
