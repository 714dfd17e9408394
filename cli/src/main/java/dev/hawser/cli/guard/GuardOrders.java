package dev.hawser.cli.guard;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the guard has to do when the session's process has died; a file in its directory.
///
/// @param context of the kubeconfig; empty for the current one
/// @param workload such as `deploy/orders`
/// @param session its id: what is another's is left alone
/// @param leftovers files and directories to delete
public record GuardOrders(
    String context, String namespace, String workload, String session, List<String> leftovers) {
  private static final String FILE = "orders.json";

  public GuardOrders {
    leftovers = List.copyOf(leftovers);
  }

  void write(Path directory) throws IOException {
    PrivateFiles.replace(directory.resolve(FILE), new JsonMapper().writeValueAsBytes(this));
  }

  static GuardOrders read(Path directory) throws IOException {
    return new JsonMapper()
        .readValue(Files.readAllBytes(directory.resolve(FILE)), GuardOrders.class);
  }
}
