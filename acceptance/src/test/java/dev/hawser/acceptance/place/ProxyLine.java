package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A line through a proxy of the test's.
final class ProxyLine implements Line {
  private final CuttableProxy proxy;
  private final Path kubeconfig;

  /// @param server the API server, on this machine
  /// @param original a kubeconfig that leads to it
  /// @param directory for another one
  ProxyLine(URI server, Path original, Path directory) {
    proxy = new CuttableProxy(new InetSocketAddress(server.getHost(), server.getPort()));
    try {
      kubeconfig = Files.createTempFile(directory, "line", ".yaml");
      Files.writeString(
          kubeconfig,
          Files.readString(original).replace(":" + server.getPort(), ":" + proxy.port()));
    } catch (IOException failure) {
      proxy.close();
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public List<String> prefix() {
    return List.of();
  }

  @Override
  public void reset(RunningProcess hawser) {
    proxy.reset();
  }

  @Override
  public void closeAtTheNode(Workload agents) {
    proxy.end();
  }

  @Override
  public void silence(RunningProcess hawser) {
    proxy.silence();
  }

  @Override
  public void refuse(RunningProcess hawser) {
    proxy.refuse();
  }

  @Override
  public void mend() {
    proxy.mend();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
