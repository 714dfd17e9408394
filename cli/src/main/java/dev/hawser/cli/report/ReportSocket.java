package dev.hawser.cli.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a session's process can be asked how it is: a Unix domain socket that answers every
/// connection with one JSON document, a [Diagnosis] made at that moment, and closes it.
///
/// It lies in a directory that only its user may enter.
public final class ReportSocket implements AutoCloseable {
  private static final String SUFFIX = ".sock";
  private static final Logger LOG = LoggerFactory.getLogger(ReportSocket.class);

  private final Path file;
  private final ServerSocketChannel server;

  private ReportSocket(Path file, ServerSocketChannel server) {
    this.file = file;
    this.server = server;
  }

  /// @param directory in which nobody else may write
  /// @param report called on a thread that may block, for each who asks
  /// @throws IOException where there are no such sockets, or the path is too long for one
  public static ReportSocket open(Path directory, Supplier<Diagnosis> report) throws IOException {
    Path file = file(directory);
    Files.deleteIfExists(file); // of a process that had this number before
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(file));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    ReportSocket socket = new ReportSocket(file, server);
    Thread.ofVirtual().name("reports").start(() -> socket.serve(report));
    return socket;
  }

  /// Where this process's would be.
  public static Path file(Path directory) {
    return directory.resolve(ProcessHandle.current().pid() + SUFFIX);
  }

  static boolean isOne(Path file) {
    return String.valueOf(file.getFileName()).matches("\\d{1,10}\\" + SUFFIX);
  }

  /// Whose it is.
  static long pid(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  private void serve(Supplier<Diagnosis> report) {
    try {
      while (true) {
        SocketChannel asker = server.accept();
        Thread.ofVirtual().name("report").start(() -> answer(asker, report));
      }
    } catch (IOException closed) {
      // nobody can ask any more
    }
  }

  private static void answer(SocketChannel asker, Supplier<Diagnosis> report) {
    try (asker) {
      ByteBuffer answer = ByteBuffer.wrap(new JsonMapper().writeValueAsBytes(report.get()));
      while (answer.hasRemaining()) {
        asker.write(answer);
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("somebody asked how the session is and got no answer: {}", e.toString());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.info("could not be removed: {}", file, e);
    }
  }
}
