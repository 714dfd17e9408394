package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Hands bytes on between its port on the loopback and a server, as long as it is let.
final class CuttableProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BACKLOG = 64;

  /// What becomes of bytes and of new connections.
  private enum Mode {
    PASSING,
    SILENT,
    REFUSING
  }

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private Mode mode = Mode.PASSING; // guarded by this

  CuttableProxy(InetSocketAddress server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        if (isRefusing()) {
          reset(near);
        } else {
          Thread.ofVirtual().start(() -> connect(near));
        }
      }
    } catch (IOException closed) {
      // nobody is listened for any more
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    sockets.add(near);
    sockets.add(far);
    try (near;
        far) {
      awaitPassing();
      far.connect(server);
      Thread back = Thread.ofVirtual().start(() -> pump(far, near));
      pump(near, far);
      back.join();
    } catch (IOException gone) {
      // as the caller sees
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(near);
      sockets.remove(far);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int count = from.getInputStream().read(buffer);
          count >= 0;
          count = from.getInputStream().read(buffer)) {
        awaitPassing();
        to.getOutputStream().write(buffer, 0, count);
      }
      awaitPassing();
      to.shutdownOutput();
    } catch (IOException gone) {
      reset(from);
      reset(to);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitPassing() throws InterruptedException {
    while (mode == Mode.SILENT) {
      wait();
    }
  }

  private synchronized boolean isRefusing() {
    return mode == Mode.REFUSING;
  }

  private synchronized void become(Mode next) {
    mode = next;
    notifyAll();
  }

  void silence() {
    become(Mode.SILENT);
  }

  void refuse() {
    become(Mode.REFUSING);
    reset();
  }

  void mend() {
    become(Mode.PASSING);
  }

  /// Ends every connection, as a router does that has forgotten them.
  void reset() {
    sockets.forEach(CuttableProxy::reset);
  }

  /// Ends every connection in order, as a server does that is stopped.
  void end() {
    sockets.forEach(CuttableProxy::close);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // already
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    mend();
    reset();
  }
}
