package dev.hawser.agent.container;

import dev.hawser.tunnel.bootstrap.AgentService;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks one mount before anything of it is written, so that a mount that is too big is left out as
/// a whole: half of a volume would look like all of it.
final class MountListing extends SimpleFileVisitor<Path> {
  /// What an entry costs besides its bytes: a header block.
  static final int ENTRY_BYTES = 512;

  private final Path mount;
  private final Set<Path> otherMounts;
  private final long limitBytes;
  private final List<VolumeItem> items = new ArrayList<>();
  private long bytes;

  private MountListing(Path mount, Set<Path> otherMounts, long limitBytes) {
    this.mount = mount;
    this.otherMounts = otherMounts;
    this.limitBytes = limitBytes;
  }

  /// What lies at and below the mount, parents first, links not followed, without what belongs to a
  /// mount inside this one.
  ///
  /// @param mounts all mounts, this one among them
  static List<VolumeItem> of(Path mount, Set<Path> mounts, long limitBytes) {
    if (!Files.exists(mount, LinkOption.NOFOLLOW_LINKS)) {
      return List.of(new VolumeItem.Skipped(mount, "not there"));
    }
    MountListing listing = new MountListing(mount, mounts, limitBytes);
    try {
      Files.walkFileTree(mount, listing);
    } catch (IOException e) {
      return List.of(new VolumeItem.Skipped(mount, reason(e)));
    }
    if (listing.bytes > limitBytes) {
      return List.of(new VolumeItem.Skipped(mount, AgentService.TOO_LARGE + words(limitBytes)));
    }
    listing.items.sort(Comparator.comparing(VolumeItem::path));
    return listing.items;
  }

  private static String words(long bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
  }

  /// A file system's failure in a few words that hold no path.
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException gone -> "gone while it was read";
      default -> "cannot be read: " + failure.getClass().getSimpleName();
    };
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (!directory.equals(mount) && otherMounts.contains(directory)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    return found(new VolumeItem.Directory(directory), 0);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (!file.equals(mount) && otherMounts.contains(file)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      return found(new VolumeItem.SymbolicLink(file), 0);
    }
    if (attributes.isRegularFile()) {
      return found(new VolumeItem.RegularFile(file), attributes.size());
    }
    return found(new VolumeItem.Skipped(file, "neither a file nor a directory nor a link"), 0);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return found(new VolumeItem.Skipped(file, reason(failure)), 0);
  }

  /// A directory that could be opened and not listed to its end.
  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    return failure == null
        ? FileVisitResult.CONTINUE
        : found(new VolumeItem.Skipped(directory, reason(failure)), 0);
  }

  private FileVisitResult found(VolumeItem item, long size) {
    items.add(item);
    bytes += ENTRY_BYTES + size;
    return bytes > limitBytes ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }
}
