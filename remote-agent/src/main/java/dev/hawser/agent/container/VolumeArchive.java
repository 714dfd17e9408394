package dev.hawser.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.bootstrap.AgentService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The mounted volumes as one POSIX tar. Blocks: run it on a virtual thread.
///
/// What is there and cannot be handed over has an entry all the same: a file of no bytes at its
/// path, with the reason in the extended header [AgentService#SKIPPED]. A file that fails half way
/// is padded to the size already told, then followed by such an entry. So the reader can tell what
/// is missing, and nothing is cut short in silence.
public final class VolumeArchive {

  /// A mount above this is left out: it is a data volume, not configuration.
  public static final long MOUNT_LIMIT_BYTES = 64L << 20;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int DEFAULT_FILE_MODE = 0644;
  private static final int DEFAULT_DIRECTORY_MODE = 0755;
  private static final int LINK_MODE = 0777; // what every system shows, and none heeds
  private static final boolean UNIX_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private final Path root;
  private final Set<Path> mounts;
  private final long mountLimitBytes;

  /// @param root what the mounts lie below
  /// @param mounts absolute paths in the container
  /// @param mountLimitBytes headers included
  public VolumeArchive(Path root, List<String> mounts, long mountLimitBytes) {
    this.root = root.toAbsolutePath().normalize();
    this.mounts =
        mounts.stream().map(this::located).collect(Collectors.toCollection(LinkedHashSet::new));
    this.mountLimitBytes = mountLimitBytes;
  }

  private Path located(String mount) {
    return root.resolve(mount.replaceFirst("^/+", "")).normalize();
  }

  /// Writes all mounts and the archive's end; leaves the stream open.
  ///
  /// @return how many entries say that something was left out
  /// @throws IOException if the stream fails; what fails in a volume is told in the archive
  public int writeTo(OutputStream out) throws IOException {
    return writeTo(out, mounts, mountLimitBytes);
  }

  /// The same for paths at or below mounts, whatever their size.
  public int writeTo(OutputStream out, List<String> wanted) throws IOException {
    return writeTo(out, wanted.stream().map(this::located).toList(), Long.MAX_VALUE);
  }

  private int writeTo(OutputStream out, Collection<Path> wanted, long limitBytes)
      throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    Writing writing = new Writing(tar, limitBytes);
    for (Path path : wanted) {
      if (mounts.stream().anyMatch(path::startsWith)) {
        writing.all(path);
      } else {
        writing.skip(path, "in no volume of the container");
      }
    }
    tar.finish();
    tar.flush();
    return writing.skipped;
  }

  private final class Writing {
    private final TarArchiveOutputStream tar;
    private final long limitBytes;
    private long left;
    private int skipped;

    Writing(TarArchiveOutputStream tar, long limitBytes) {
      this.tar = tar;
      this.limitBytes = limitBytes;
    }

    void all(Path top) throws IOException {
      left = limitBytes;
      for (VolumeItem item : MountListing.of(top, mounts, limitBytes)) {
        switch (item) {
          case VolumeItem.Directory(Path path) -> directory(path);
          case VolumeItem.SymbolicLink(Path path) -> link(path);
          case VolumeItem.RegularFile(Path path) -> file(path);
          case VolumeItem.Skipped(Path path, String reason) -> skip(path, reason);
        }
      }
    }

    private void directory(Path path) throws IOException {
      TarArchiveEntry entry = entry(path, TarConstants.LF_DIR);
      entry.setMode(mode(path, DEFAULT_DIRECTORY_MODE));
      put(entry);
    }

    private void link(Path path) throws IOException {
      String target;
      try {
        target = Files.readSymbolicLink(path).toString();
      } catch (IOException e) {
        skip(path, MountListing.reason(e));
        return;
      }
      TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK);
      entry.setLinkName(target);
      entry.setMode(LINK_MODE);
      put(entry);
    }

    private void file(Path path) throws IOException {
      FileChannel opened;
      long size;
      try {
        opened = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        size = opened.size();
      } catch (IOException e) {
        skip(path, MountListing.reason(e));
        return;
      }
      try (FileChannel file = opened) {
        if (size + MountListing.ENTRY_BYTES > left) {
          skip(path, "grew beyond the limit of " + limitBytes + " bytes");
          return;
        }
        TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL);
        entry.setMode(mode(path, DEFAULT_FILE_MODE));
        entry.setSize(size);
        left -= size;
        tar.putArchiveEntry(entry);
        String failure = copy(file, size);
        tar.closeArchiveEntry();
        left -= MountListing.ENTRY_BYTES;
        if (!failure.isEmpty()) {
          skip(path, failure);
        }
      }
    }

    /// Writes exactly `size` bytes, whatever the file does meanwhile.
    ///
    /// @return why they are not the file's, or nothing
    private String copy(FileChannel file, long size) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(size, 1)));
      String failure = "";
      long written = 0;
      while (written < size) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - written));
        if (failure.isEmpty()) {
          failure = read(file, buffer);
        } else {
          buffer.put(new byte[buffer.remaining()]);
        }
        tar.write(buffer.array(), 0, buffer.position());
        written += buffer.position();
      }
      return failure;
    }

    private static String read(FileChannel file, ByteBuffer buffer) {
      try {
        return file.read(buffer) < 0 ? "shrank while it was read" : "";
      } catch (IOException e) {
        return MountListing.reason(e);
      }
    }

    private void skip(Path path, String reason) throws IOException {
      TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL);
      entry.addPaxHeader(AgentService.SKIPPED, reason);
      put(entry);
      skipped++;
    }

    private void put(TarArchiveEntry entry) throws IOException {
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      left -= MountListing.ENTRY_BYTES;
    }

    /// Owners are left out: the reader has other users.
    private TarArchiveEntry entry(Path path, byte type) {
      String name = root.relativize(path).toString().replace('\\', '/');
      TarArchiveEntry entry =
          new TarArchiveEntry(type == TarConstants.LF_DIR ? name + "/" : name, type);
      entry.setUserName("");
      entry.setGroupName("");
      entry.setModTime(modifiedMillis(path));
      return entry;
    }
  }

  private static int mode(Path path, int otherwise) {
    if (!UNIX_MODES) {
      return otherwise;
    }
    try {
      return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    } catch (IOException gone) {
      return otherwise;
    }
  }

  /// Whole seconds, which need no extended header.
  private static long modifiedMillis(Path path) {
    try {
      long millis = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
      return millis - Math.floorMod(millis, 1000L);
    } catch (IOException gone) {
      return 0;
    }
  }
}
