package dev.hawser.endpoint.names;

import dev.hawser.endpoint.hosts.HostsBlock;
import dev.hawser.endpoint.hosts.HostsOwner;
import dev.hawser.endpoint.hosts.HostsWriting;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every process of the machine sees the names, in a block of the session's own in its hosts file.
final class MachineHostsWay implements NameWay {
  private static final Logger LOG = LoggerFactory.getLogger(MachineHostsWay.class);

  private final HostsWriting writing;
  private final HostsOwner owner;
  private NameTable names = NameTable.EMPTY;

  /// @param writing closed with this
  MachineHostsWay(HostsWriting writing, HostsOwner owner) {
    this.writing = writing;
    this.owner = owner;
  }

  @Override
  public void show(NameTable table) throws IOException {
    writing.put(new HostsBlock(owner, table.lines()));
    names = table;
  }

  @Override
  public boolean reachesEveryProgram() {
    return true;
  }

  @Override
  public String explanation() {
    return "names: %s has %s for every process, until the session ends%s"
        .formatted(writing.file(), names, writing.remark());
  }

  @Override
  public void close() {
    try {
      writing.close();
    } catch (IOException e) {
      LOG.warn("names of session {} may still be in {}", owner.session(), writing.file(), e);
    }
  }
}
