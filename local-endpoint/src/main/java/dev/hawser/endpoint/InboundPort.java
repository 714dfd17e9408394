package dev.hawser.endpoint;

/// Where connections to one of the container's ports go on this machine.
///
/// @param containerPort as the replaced container served it
/// @param localPort of the local process, on loopback
public record InboundPort(int containerPort, int localPort) {

  public InboundPort {
    check("container port", containerPort);
    check("local port", localPort);
  }

  private static void check(String name, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("%s: %d (expected: 1 to 65535)".formatted(name, port));
    }
  }
}
