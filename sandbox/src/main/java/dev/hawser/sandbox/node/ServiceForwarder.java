package dev.hawser.sandbox.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// One port of a Service: takes connections and gives them to the ready pods in turn. Ends of
/// stream and resets are passed on. Open while there is somebody to forward to, so that a caller
/// is refused otherwise; connections outlive it.
final class ServiceForwarder implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ServerSocket listener = new ServerSocket();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<InetSocketAddress> targets;

  ServiceForwarder(InetSocketAddress address, List<InetSocketAddress> targets) throws IOException {
    this.targets = targets;
    listener.bind(address, 1024);
    Thread.startVirtualThread(this::accept);
  }

  void forwardTo(List<InetSocketAddress> newTargets) {
    targets = newTargets;
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = listener.accept();
        Thread.startVirtualThread(() -> forward(caller));
      }
    } catch (IOException closed) {
      // no target left, or no service
    }
  }

  private void forward(Socket caller) {
    List<InetSocketAddress> now = targets;
    Socket target = new Socket();
    try (caller;
        target) {
      try {
        caller.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        target.connect(now.get(Math.floorMod(turn.getAndIncrement(), now.size())), 5_000);
        CompletableFuture<Void> back = new CompletableFuture<>();
        Thread.startVirtualThread(
            () -> {
              try {
                copy(target, caller);
                back.complete(null);
              } catch (IOException broken) {
                reset(caller, target);
                back.complete(null);
              }
            });
        copy(caller, target);
        back.join();
      } catch (IOException broken) {
        reset(caller, target);
      }
    } catch (IOException closing) {
      // both are closed, one way or another
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream input = from.getInputStream();
    for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
      to.getOutputStream().write(buffer, 0, count);
    }
    to.shutdownOutput();
  }

  private static void reset(Socket... sockets) {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException closed) {
        // already gone
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
