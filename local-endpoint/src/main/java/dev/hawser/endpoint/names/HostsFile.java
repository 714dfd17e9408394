package dev.hawser.endpoint.names;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.hosts.HostsLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A hosts file of the session's own: the names of the published services, then the machine's file
/// as it is. The services come first because most resolvers take the first line that fits.
///
/// @param path readable to every user, for the process may change its own; the directory is private
/// @param machineFile what follows the services; empty for nothing
record HostsFile(Path path, Optional<Path> machineFile) {

  /// Writes it without names of services.
  static HostsFile create(Path directory, String name, Optional<Path> machineFile)
      throws IOException {
    HostsFile hosts = new HostsFile(directory.resolve(name), machineFile);
    PrivateFiles.replace(hosts.path, new byte[0]);
    PrivateFiles.allow(hosts.path, PosixFilePermissions.fromString("rw-r--r--"));
    hosts.write(NameTable.EMPTY);
    return hosts;
  }

  /// Rewrites it where it lies, so that those who have it mounted see it: in one write, which a
  /// reader of the same moment sees or does not see, page by page.
  void write(NameTable names) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("# hawser: services of the cluster\n".getBytes(US_ASCII));
    for (HostsLine line : names.lines()) {
      all.writeBytes((line + "\n").getBytes(US_ASCII));
    }
    all.writeBytes("# hawser: end\n".getBytes(US_ASCII));
    all.writeBytes(machine());
    ByteBuffer content = ByteBuffer.wrap(all.toByteArray());
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        file.write(content);
      }
      file.truncate(content.limit());
    }
  }

  private byte[] machine() throws IOException {
    try {
      return machineFile.isPresent() ? Files.readAllBytes(machineFile.get()) : new byte[0];
    } catch (NoSuchFileException none) {
      return new byte[0];
    }
  }
}
