package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A base image of one file and one variable, as `docker save` would write it.
final class BaseArchive {
  private BaseArchive() {}

  static Path in(Path directory) throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer)) {
      put(tar, "etc/base", "base".getBytes(UTF_8));
    }
    String config =
        """
        {"architecture": "amd64", "os": "linux", "config": {"Env": ["OF=the base"]},
         "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
        """
            .formatted(sha256(layer.toByteArray()));
    String manifest =
        """
        [{"Config": "config.json", "RepoTags": ["base:1"], "Layers": ["layer.tar"]}]
        """;
    Path archive = directory.resolve("base.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      put(tar, "layer.tar", layer.toByteArray());
      put(tar, "config.json", config.getBytes(UTF_8));
      put(tar, "manifest.json", manifest.getBytes(UTF_8));
    }
    return archive;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
