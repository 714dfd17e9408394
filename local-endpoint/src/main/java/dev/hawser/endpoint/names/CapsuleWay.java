package dev.hawser.endpoint.names;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The process sees a hosts file of its own.
final class CapsuleWay implements NameWay {
  private final Capsule capsule;
  private final HostsFile hosts;
  private NameTable names = NameTable.EMPTY;

  CapsuleWay(Capsule capsule, HostsFile hosts) {
    this.capsule = capsule;
    this.hosts = hosts;
  }

  @Override
  public void show(NameTable table) throws IOException {
    hosts.write(table);
    names = table;
  }

  @Override
  public List<String> wrap(List<String> command) {
    return capsule.wrap(command);
  }

  @Override
  public Map<String, String> variables(Map<String, String> variables) {
    return variables;
  }

  @Override
  public String explanation() {
    return "names: the command has its own /etc/hosts with %s".formatted(names);
  }

  /// The file goes with the session's directory.
  @Override
  public void close() {}
}
