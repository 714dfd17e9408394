package dev.hawser.endpoint.volumes;

import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A mount that the kubelet writes (its `AtomicWriter`): the files are in a directory of that
/// writing, the link `..data` leads there, and a link for each top name leads through `..data`.
/// Whoever reads sees all of the old writing or all of the new one, and so it is here.
///
/// ```
///  password.txt ──► ..data/password.txt
///  ..data ──► ..2026_11_28_14_03_07.1234
///  ..2026_11_28_14_03_07.1234/password.txt
/// ```
///
/// @param path of the mount in the mirror
public record AtomicVolume(Path path) {
  private static final String DATA = "..data";
  private static final String HIDDEN = "..";

  /// Those below the directory, by their paths in the container.
  public static Map<String, AtomicVolume> in(Path mirror) throws IOException {
    Map<String, AtomicVolume> volumes = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(mirror)) {
      for (Path path : all.filter(Files::isDirectory).toList()) {
        if (Files.isSymbolicLink(path.resolve(DATA)) && !Files.isSymbolicLink(path)) {
          volumes.put("/" + mirror.relativize(path), new AtomicVolume(path));
        }
      }
    }
    return volumes;
  }

  /// The name of the writing that is seen now; empty if this is no such mount.
  public Optional<String> writing() {
    try {
      Path target = Files.readSymbolicLink(path.resolve(DATA));
      return target.getNameCount() == 1 && target.toString().startsWith(HIDDEN)
          ? Optional.of(target.toString())
          : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// Moves another writing here and swaps to it in one step, as the kubelet does.
  ///
  /// @param fresh on the same file system; of no use afterwards
  /// @return whether it was another one
  /// @throws IOException if the fresh one is no such mount
  public boolean renew(AtomicVolume fresh) throws IOException {
    String next = fresh.writing().orElseThrow(() -> new IOException("no volume of the kubelet's"));
    Optional<String> before = writing();
    if (before.filter(next::equals).isPresent()) {
      return false;
    }
    PrivateFiles.deleteTree(path.resolve(next)); // of an attempt that failed
    Files.move(fresh.path.resolve(next), path.resolve(next));
    Path swap = path.resolve("..data_tmp");
    Files.deleteIfExists(swap);
    Files.createSymbolicLink(swap, Path.of(next));
    Files.move(
        swap,
        path.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    takeNames(fresh);
    if (before.isPresent()) {
      PrivateFiles.deleteTree(path.resolve(before.get()));
    }
    return true;
  }

  private void takeNames(AtomicVolume fresh) throws IOException {
    Set<String> wanted = fresh.names();
    for (String name : wanted) {
      if (!Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(fresh.path.resolve(name), path.resolve(name));
      }
    }
    for (String name : names()) {
      if (!wanted.contains(name)) {
        PrivateFiles.deleteTree(path.resolve(name));
      }
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith(HIDDEN))
          .collect(Collectors.toSet());
    }
  }
}
