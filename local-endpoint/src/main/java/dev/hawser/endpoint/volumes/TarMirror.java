package dev.hawser.endpoint.volumes;

import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.volumes.MirrorPaths.RefusedException;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.frame.PeerText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes an archive of volumes below a private directory, on one thread, and keeps count of what
/// it leaves out.
public final class TarMirror {

  /// What a mirror of all mounts may hold.
  public static final long LIMIT_BYTES = 1L << 30;

  private static final int MAX_FILES = 100_000;
  private static final int MAX_TOLD = 100;
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private final MirrorPaths paths;
  private final MirrorLinks links;
  private final Map<Path, Integer> directoryModes = new LinkedHashMap<>();
  private final List<VolumeMirror.Skipped> skipped = new ArrayList<>();
  private final long limitBytes;
  private int untold;
  private int files;
  private long bytes;

  private TarMirror(Path root, long limitBytes) {
    this.limitBytes = limitBytes;
    paths = new MirrorPaths(root);
    links = new MirrorLinks(paths);
  }

  /// Reads the archive to its end; does not close it.
  ///
  /// @param directory made if missing; must be empty, and is again after a failure
  /// @param limitBytes of the files together; what is beyond is left out and told
  public static VolumeMirror write(InputStream archive, Path directory, long limitBytes)
      throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isPresent()) {
          throw new IOException(directory + ": is not empty");
        }
      }
    }
    PrivateFiles.makeDirectory(directory);
    TarMirror mirror = new TarMirror(directory.toRealPath(), limitBytes);
    try {
      mirror.read(new TarArchiveInputStream(archive, StandardCharsets.UTF_8.name()));
      return mirror.result();
    } catch (IOException | RuntimeException e) {
      PrivateFiles.deleteContent(mirror.paths.root());
      throw e;
    }
  }

  private void read(TarArchiveInputStream archive) throws IOException {
    for (TarArchiveEntry entry = archive.getNextEntry();
        entry != null;
        entry = archive.getNextEntry()) {
      try {
        write(archive, entry);
      } catch (RefusedException e) {
        skip(entry.getName(), e.reason());
      }
    }
    for (Path link : links.finish()) {
      skip(paths.root().relativize(link).toString(), "the link leads out of the volumes");
    }
  }

  private void write(TarArchiveInputStream archive, TarArchiveEntry entry) throws IOException {
    Path path = paths.resolve(entry.getName());
    String reason = entry.getExtraPaxHeader(AgentService.SKIPPED);
    if (reason != null) {
      withdraw(path);
      throw new RefusedException(PeerText.clean(reason));
    }
    if (entry.isDirectory()) {
      makeDirectories(path);
      directoryModes.put(path, entry.getMode());
      return;
    }
    if (paths.exists(path)) {
      throw new RefusedException("it is there twice");
    }
    if (files >= MAX_FILES || bytes + entry.getSize() > limitBytes) {
      throw new RefusedException("the volumes are larger than a mirror may be");
    }
    makeDirectories(paths.parent(path));
    if (entry.isSymbolicLink()) {
      links.write(path, entry.getLinkName());
    } else if (isPlainFile(entry.getLinkFlag())) {
      writeFile(archive, path, entry.getMode());
    } else {
      throw new RefusedException("it is neither a file, a directory nor a symbolic link");
    }
  }

  private static boolean isPlainFile(byte type) {
    return type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM;
  }

  /// A file that failed half way in the pod came before the entry that says so.
  private void withdraw(Path path) throws IOException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      bytes -= Files.size(path);
      files--;
      Files.delete(path);
    }
  }

  private void writeFile(InputStream content, Path path, int mode) throws IOException {
    try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      bytes += content.transferTo(file);
    }
    PrivateFiles.allow(path, permissions(mode | 0400));
    files++;
  }

  /// The directories between the mirror's and this one, private until [#result] gives them the
  /// modes that they have in the pod.
  private void makeDirectories(Path directory) throws IOException {
    if (directory.equals(paths.root()) || Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (paths.exists(directory)) {
      throw new RefusedException("a file lies where its directory should be");
    }
    makeDirectories(paths.parent(directory));
    PrivateFiles.makeDirectory(directory);
  }

  private VolumeMirror result() throws IOException {
    for (Map.Entry<Path, Integer> directory : directoryModes.entrySet()) {
      if (!directory.getKey().equals(paths.root())) {
        PrivateFiles.allow(directory.getKey(), permissions(directory.getValue() | 0700));
      }
    }
    if (untold > 0) {
      skipped.add(new VolumeMirror.Skipped("%d more".formatted(untold), "not listed"));
    }
    return new VolumeMirror(paths.root(), files + links.written(), bytes, skipped);
  }

  private void skip(String path, String reason) {
    if (skipped.size() < MAX_TOLD) {
      skipped.add(new VolumeMirror.Skipped("/" + PeerText.clean(path), reason));
    } else {
      untold++;
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        permissions.add(BITS[bit]);
      }
    }
    return permissions;
  }
}
