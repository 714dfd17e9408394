package dev.hawser.endpoint.hosts;

import java.io.IOException;
import java.nio.file.Path;

/// This process itself, which may.
public final class DirectHosts implements HostsWriting {
  private final HostsFileEdit edit;
  private final HostsOwner owner;
  private HostsFileEdit.Outcome last = HostsFileEdit.Outcome.SAME;

  public DirectHosts(HostsFileEdit edit, HostsOwner owner) {
    this.edit = edit;
    this.owner = owner;
  }

  @Override
  public void put(HostsBlock block) throws IOException {
    last = edit.put(block);
  }

  @Override
  public Path file() {
    return edit.file();
  }

  @Override
  public String remark() {
    return switch (last) {
      case IN_PLACE -> " (it is a mount of its own, so it is rewritten in place)";
      case SAME, REPLACED -> "";
    };
  }

  @Override
  public void close() throws IOException {
    edit.remove(owner.session());
  }
}
