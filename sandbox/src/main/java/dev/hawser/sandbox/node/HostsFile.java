package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The names that a pod can resolve, as the cluster's DNS would with the pod's search domains.
final class HostsFile {
  private HostsFile() {}

  static List<String> lines(Store store, String namespace, String pod, String address) {
    List<String> lines = new ArrayList<>();
    lines.add("127.0.0.1 localhost");
    lines.add(address + " " + pod);
    for (ObjectNode service : store.list(ObjectKind.SERVICE)) {
      String name = Json.text(service, "/metadata/name");
      String home = Json.text(service, "/metadata/namespace");
      String qualified = name + "." + home;
      String names = qualified + " " + qualified + ".svc " + qualified + ".svc.cluster.local";
      for (String target : addresses(store, service)) {
        lines.add(target + " " + (home.equals(namespace) ? name + " " : "") + names);
      }
    }
    return lines;
  }

  private static List<String> addresses(Store store, ObjectNode service) {
    String clusterAddress = Json.text(service, "/spec/clusterIP");
    if (!clusterAddress.equals("None")) {
      return clusterAddress.isEmpty() ? List.of() : List.of(clusterAddress);
    }
    List<String> pods = new ArrayList<>(); // a headless service is its pods
    ObjectKey key = ObjectKey.of(ObjectKind.SERVICE, service);
    store
        .find(new ObjectKey(ObjectKind.ENDPOINTS, key.namespace(), key.name()))
        .ifPresent(
            endpoints -> {
              for (JsonNode pod : endpoints.at("/subsets/0/addresses")) {
                pods.add(Json.text(pod, "/ip"));
              }
            });
    return pods;
  }

  /// Replaces the file in one step, if it would change.
  static void write(Path file, List<String> lines) throws IOException {
    if (Files.exists(file) && Files.readAllLines(file).equals(lines)) {
      return;
    }
    Path fresh = file.resolveSibling("hosts.new");
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
