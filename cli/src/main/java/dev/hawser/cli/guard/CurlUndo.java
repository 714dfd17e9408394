package dev.hawser.cli.guard;

import dev.hawser.cluster.carrier.PlainAccess;
import dev.hawser.cluster.change.PreparedUndo;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The prepared undo as a file of options for curl, which needs some 20 ms for it where a JVM needs
/// more than a second. Files of mode 0600: they hold the user's credentials for the cluster.
final class CurlUndo {
  private static final String LIMIT_S = "5";

  private final Path directory;
  private final List<String> options = new ArrayList<>();

  private CurlUndo(Path directory) {
    this.directory = directory;
  }

  static void write(Path directory, PreparedUndo undo) throws IOException {
    new CurlUndo(directory).write(undo);
  }

  private void write(PreparedUndo undo) throws IOException {
    PlainAccess access = undo.access();
    option("url", undo.object().toString());
    option("request", "PATCH");
    option("header", "Content-Type: application/json-patch+json");
    access.headers().forEach(header -> option("header", header));
    option("data-binary", "@" + file("undo", undo.patch()));
    option("max-time", LIMIT_S);
    optionalFile("cacert", access.authorities());
    optionalFile("cert", access.certificate());
    optionalFile("key", access.key());
    if (access.trustsAnyone()) {
      options.add("insecure");
    }
    options.add("silent");
    file("curl", String.join("\n", options) + "\n"); // last: it makes the others be used
  }

  private void optionalFile(String name, Optional<String> content) throws IOException {
    if (content.isPresent()) {
      option(name, file(name, content.get()).toString());
    }
  }

  private void option(String name, String value) {
    options.add("%s = \"%s\"".formatted(name, value.replace("\\", "\\\\").replace("\"", "\\\"")));
  }

  private Path file(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    PrivateFiles.replace(file, content.getBytes(StandardCharsets.UTF_8));
    return file;
  }
}
