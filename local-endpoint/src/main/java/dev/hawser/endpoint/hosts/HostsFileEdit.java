package dev.hawser.endpoint.hosts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Edits a hosts file so that whoever reads it, or finds it after a crash, sees the file from
/// before or the one from after: the new one is written beside it, with the same owner, mode and
/// attributes, and takes its name. A link stays a link; what it leads to is edited.
///
/// Where a name cannot be taken, because the file is a mount of its own (containers have such an
/// `/etc/hosts`) or its directory is closed, it is rewritten where it lies, in one write.
public final class HostsFileEdit {
  private static final String NEW = ".hawser-hosts.new";
  private static final Set<PosixFilePermission> WRITING =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private final Path file;

  public HostsFileEdit(Path file) {
    this.file = file;
  }

  /// How the file came to its new content.
  public enum Outcome {
    SAME,
    REPLACED,
    IN_PLACE
  }

  public Path file() {
    return file;
  }

  /// Why this process may not edit it, in words for the user; empty if it may.
  public Optional<String> obstacle() {
    try {
      Path real = file.toRealPath();
      if (isReadOnly(real)) {
        return Optional.of(file + " is read-only");
      }
      return Files.isWritable(real) ? Optional.empty() : Optional.of("only root may write " + file);
    } catch (NoSuchFileException e) {
      return Optional.of("there is no " + file);
    } catch (IOException e) {
      return Optional.of("%s cannot be looked at (%s)".formatted(file, e.getMessage()));
    }
  }

  /// Root could write it all the same; but somebody has meant it.
  private static boolean isReadOnly(Path real) throws IOException {
    return real.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(real).stream().noneMatch(WRITING::contains);
  }

  /// Puts a session's block there in the place of its former one, and removes those of dead
  /// sessions.
  public Outcome put(HostsBlock block) throws IOException {
    return edit(text -> text.with(block));
  }

  /// Removes a session's block.
  public Outcome remove(String session) throws IOException {
    return edit(text -> text.without(session));
  }

  /// Whether sessions have left something there whose processes are gone.
  public boolean holdsDead() {
    try {
      HostsText now = HostsText.of(Files.readAllBytes(file));
      return !now.withoutDead().equals(now);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /// Removes that. Only reads, where there is nothing.
  public Outcome removeDead() throws IOException {
    return holdsDead() ? edit(HostsText::withoutDead) : Outcome.SAME;
  }

  private Outcome edit(UnaryOperator<HostsText> change) throws IOException {
    Path real = file.toRealPath();
    if (isReadOnly(real)) {
      throw new FileSystemException(file.toString(), null, "is read-only");
    }
    try (HostsLock _ = HostsLock.take(real)) {
      byte[] before = Files.readAllBytes(real);
      byte[] after = change.apply(HostsText.of(before)).bytes();
      if (Arrays.equals(before, after)) {
        return Outcome.SAME;
      }
      if (replace(real, after)) {
        return Outcome.REPLACED;
      }
      write(real, after);
      return Outcome.IN_PLACE;
    }
  }

  /// @return false where that is not possible, with nothing left behind
  private static boolean replace(Path real, byte[] content) throws IOException {
    Path fresh = real.resolveSibling(NEW);
    try {
      Files.deleteIfExists(fresh); // of somebody who was killed
      Files.copy(real, fresh, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException noNewFilesThere) {
      return false;
    }
    try {
      write(fresh, content);
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException isAMount) {
      return false;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path target, byte[] content) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(content);
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      while (all.hasRemaining()) {
        channel.write(all);
      }
      channel.truncate(content.length);
      channel.force(true);
    }
  }
}
