package dev.hawser.endpoint.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses a loopback address for each Service: by hash, so that it is the same in every session,
/// and cookies, firewall rules and bookmarks of a developer keep working.
///
/// Addresses are `127.x.y.z` with x and z from 1 to 254: 127.0.0.0/16, where systems and developers
/// put things of their own (127.0.0.1, 127.0.0.53, 127.0.1.1), is left alone.
final class LoopbackAddresses {
  private static final int SIDE = 254;
  private static final int COUNT = SIDE * 256 * SIDE;
  private static final Comparator<ClusterService> ORDER =
      Comparator.comparing(ClusterService::namespace).thenComparing(ClusterService::name);

  private final String clusterId;
  private final Set<Integer> taken = new HashSet<>();

  LoopbackAddresses(String clusterId) {
    this.clusterId = clusterId;
  }

  /// The same services get the same addresses, in whatever order they come.
  Map<ClusterService, Inet4Address> assign(List<ClusterService> services) {
    Map<ClusterService, Inet4Address> assigned = new LinkedHashMap<>();
    services.stream()
        .sorted(ORDER)
        .forEach(
            service -> {
              int index = hash(service.namespace(), service.name());
              while (!taken.add(index)) {
                index = (index + 1) % COUNT;
              }
              assigned.put(service, address(index));
            });
    return assigned;
  }

  /// Another address, for a service whose own is in use by another process.
  Inet4Address next(Inet4Address address) {
    int index = index(address);
    do {
      index = (index + 1) % COUNT;
    } while (!taken.add(index));
    return address(index);
  }

  /// Gives back an address that nobody listens on any more.
  void release(Inet4Address address) {
    taken.remove(index(address));
  }

  private int hash(String namespace, String name) {
    byte[] text = (clusterId + "\0" + namespace + "\0" + name).getBytes(StandardCharsets.UTF_8);
    try {
      int start = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getInt();
      return Math.floorMod(start, COUNT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Inet4Address address(int index) {
    byte x = (byte) (1 + index / (256 * SIDE));
    byte y = (byte) (index / SIDE % 256);
    byte z = (byte) (1 + index % SIDE);
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {127, x, y, z});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static int index(Inet4Address address) {
    byte[] bytes = address.getAddress();
    return ((bytes[1] & 0xff) - 1) * 256 * SIDE + (bytes[2] & 0xff) * SIDE + (bytes[3] & 0xff) - 1;
  }
}
