package dev.hawser.endpoint.hosts;

import java.io.IOException;
import java.nio.file.Path;

/// Who writes a session's block into the machine's hosts file. Used by one thread at a time.
public sealed interface HostsWriting extends AutoCloseable permits DirectHosts, ElevatedHosts {

  void put(HostsBlock block) throws IOException;

  Path file();

  /// What the user should know about how it is done, as an end of a sentence, or nothing.
  String remark();

  /// Removes the block.
  @Override
  void close() throws IOException;
}
