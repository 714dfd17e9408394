package dev.hawser.sandbox.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A directory whose files change all at once, as the kubelet lays out ConfigMaps and Secrets:
///
/// ```
/// ..2026_11_22_12_00_00.123456789/token    the file, with its mode
/// ..data -> ..2026_11_22_12_00_00.123456789
/// token -> ..data/token
/// ```
final class AtomicDirectory {
  private static final String DATA = "..data";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("..yyyy_MM_dd_HH_mm_ss.nnnnnnnnn", Locale.ROOT);

  private AtomicDirectory() {}

  /// A file's bytes and its permission bits, as in a chmod.
  static final class Content {
    private final byte[] bytes;
    private final int mode;

    Content(byte[] bytes, int mode) {
      this.bytes = bytes;
      this.mode = mode;
    }

    boolean isIn(Path file) throws IOException {
      return Arrays.equals(bytes, Files.readAllBytes(file))
          && Files.getPosixFilePermissions(file).equals(permissions(mode));
    }

    void writeTo(Path file) throws IOException {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      Files.setPosixFilePermissions(file, permissions(mode));
    }
  }

  /// @param files by their paths below the directory
  static void write(Path directory, Map<String, Content> files) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, permissions(0755));
    Path link = directory.resolve(DATA);
    Path before =
        Files.isSymbolicLink(link) ? directory.resolve(Files.readSymbolicLink(link)) : null;
    if (before != null && holds(before, files)) {
      return;
    }
    Path fresh = directory.resolve(LocalDateTime.now(ZoneOffset.UTC).format(STAMP));
    Files.createDirectory(fresh);
    Files.setPosixFilePermissions(fresh, permissions(0755));
    for (Map.Entry<String, Content> file : files.entrySet()) {
      file.getValue().writeTo(fresh.resolve(file.getKey()));
    }
    Path swap = directory.resolve("..data_tmp");
    Files.deleteIfExists(swap);
    Files.createSymbolicLink(swap, fresh.getFileName());
    Files.move(swap, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    link(directory, files.keySet());
    if (before != null) {
      delete(before);
    }
  }

  private static void link(Path directory, Set<String> files) throws IOException {
    Set<String> tops =
        files.stream().map(file -> file.split("/", 2)[0]).collect(Collectors.toSet());
    try (Stream<Path> there = Files.list(directory)) {
      for (Path path : there.toList()) {
        String name = path.getFileName().toString();
        if (!name.startsWith("..") && !tops.contains(name)) {
          Files.delete(path);
        }
      }
    }
    for (String top : tops) {
      Path link = directory.resolve(top);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of(DATA, top));
      }
    }
  }

  private static boolean holds(Path directory, Map<String, Content> files) throws IOException {
    try (Stream<Path> there = Files.walk(directory)) {
      List<Path> present = there.filter(Files::isRegularFile).toList();
      if (present.size() != files.size()) {
        return false;
      }
      for (Path file : present) {
        Content wanted = files.get(directory.relativize(file).toString());
        if (wanted == null || !wanted.isIn(file)) {
          return false;
        }
      }
      return true;
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = new HashSet<>();
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's read downwards
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
