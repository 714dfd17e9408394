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

  /// @param hostname the pod's own name for itself
  static List<String> lines(Store store, String namespace, String hostname, String address) {
    List<String> lines = new ArrayList<>();
    lines.add("127.0.0.1 localhost");
    lines.add(address + " " + hostname);
    for (ObjectNode service : store.list(ObjectKind.SERVICE)) {
      String name = Json.text(service, "/metadata/name");
      String home = Json.text(service, "/metadata/namespace");
      boolean near = home.equals(namespace);
      String clusterAddress = Json.text(service, "/spec/clusterIP");
      if (clusterAddress.equals("None")) {
        for (JsonNode pod : pods(store, service)) { // a headless service is its pods
          String target = Json.text(pod, "/ip");
          lines.add(target + " " + names(name, home, near));
          String own = Json.text(pod, "/hostname");
          if (!own.isEmpty()) {
            lines.add(target + " " + names(own + "." + name, home, near));
          }
        }
      } else if (!clusterAddress.isEmpty()) {
        lines.add(clusterAddress + " " + names(name, home, near));
      }
    }
    return lines;
  }

  private static String names(String name, String home, boolean near) {
    String qualified = name + "." + home;
    String all = qualified + " " + qualified + ".svc " + qualified + ".svc.cluster.local";
    return near ? name + " " + all : all;
  }

  private static JsonNode pods(Store store, ObjectNode service) {
    ObjectKey key = ObjectKey.of(ObjectKind.SERVICE, service);
    return store
        .find(new ObjectKey(ObjectKind.ENDPOINTS, key.namespace(), key.name()))
        .<JsonNode>map(endpoints -> endpoints.at("/subsets/0/addresses"))
        .orElseGet(Json::array);
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
