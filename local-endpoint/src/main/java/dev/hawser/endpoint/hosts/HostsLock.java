package dev.hawser.endpoint.hosts;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// Keeps other sessions from editing at the same time: a lock on an empty file beside the hosts
/// file, which stays there as `/etc/.pwd.lock` does, since nobody can remove such a file safely.
/// Where none can be made, nothing can be renamed either, so the hosts file stays the same and is
/// locked itself.
final class HostsLock implements AutoCloseable {
  private static final String NAME = ".hawser-hosts.lock";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final FileChannel channel;

  private HostsLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @param file no link
  /// @throws IOException if another process has it for longer than 5 s
  static HostsLock take(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      long startNs = System.nanoTime();
      while (!tryLock(channel)) {
        if (System.nanoTime() - startNs > LIMIT.toNanos()) {
          throw new IOException(
              "another session has been writing %s for %d s".formatted(file, LIMIT.toSeconds()));
        }
        Thread.sleep(PAUSE);
      }
      return new HostsLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file.resolveSibling(NAME),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException noNewFilesThere) {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException anotherThread) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
