package dev.hawser.endpoint.inbound;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// The addresses at which a process of this machine may listen for itself.
final class LocalLoopback {
  private LocalLoopback() {}

  /// 127.0.0.1, and ::1 where the machine has it: some runtimes listen on `localhost` and mean that
  /// alone.
  static List<InetAddress> addresses() {
    try {
      boolean six = NetworkInterface.getByInetAddress(NetUtil.LOCALHOST6) != null;
      return six ? List.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6) : List.of(NetUtil.LOCALHOST4);
    } catch (SocketException e) {
      return List.of(NetUtil.LOCALHOST4);
    }
  }
}
