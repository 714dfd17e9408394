package dev.hawser.endpoint.names;

import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.outbound.PublishedService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A hosts file of the session's own: the names of the published services, then the machine's file
/// as it is. The services come first because most resolvers take the first line that fits.
///
/// @param path readable to every user, for the process may change its own; the directory is private
/// @param entries each name and its address
record HostsFile(Path path, Map<String, String> entries) {
  static final Path MACHINE = Path.of("/etc/hosts");
  private static final String CLUSTER_DOMAIN = "cluster.local";
  private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  /// @param namespace the one whose services go by their bare names
  static HostsFile write(
      Path directory, Path machineFile, String namespace, List<PublishedService> services)
      throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    StringBuilder block = new StringBuilder("# hawser: services of the cluster\n");
    for (PublishedService service : services) {
      List<String> names = names(service, namespace);
      if (names.stream().allMatch(name -> name.matches(NAME))) {
        String address = service.address().getHostAddress();
        block.append(address).append(' ').append(String.join(" ", names)).append('\n');
        names.forEach(name -> entries.put(name, address));
      }
    }
    byte[] own = block.append("# hawser: end\n").toString().getBytes(StandardCharsets.UTF_8);
    Path path = directory.resolve("hosts");
    PrivateFiles.replace(path, joined(own, machineFile));
    PrivateFiles.allow(path, PosixFilePermissions.fromString("rw-r--r--"));
    return new HostsFile(path, Map.copyOf(entries));
  }

  private static List<String> names(PublishedService published, String namespace) {
    String name = published.service().name();
    if (published.service().isOutside()) {
      return List.of(name);
    }
    String qualified = name + "." + published.service().namespace();
    List<String> names = new ArrayList<>();
    if (published.service().namespace().equals(namespace) && !name.equals("localhost")) {
      names.add(name);
    }
    names.add(qualified);
    names.add(qualified + ".svc");
    names.add(qualified + ".svc." + CLUSTER_DOMAIN);
    return names;
  }

  private static byte[] joined(byte[] own, Path machineFile) throws IOException {
    try {
      byte[] machine = Files.readAllBytes(machineFile);
      byte[] all = new byte[own.length + machine.length];
      System.arraycopy(own, 0, all, 0, own.length);
      System.arraycopy(machine, 0, all, own.length, machine.length);
      return all;
    } catch (NoSuchFileException none) {
      return own;
    }
  }
}
