package dev.hawser.endpoint.hosts;

import java.util.ArrayList;
import java.util.List;

/// The lines of one session in a hosts file. Each says by itself whose it is, so that what somebody
/// has edited between, before or away from them does not matter:
/// ```
/// # hawser begin k7d2m9x4pa 4711 1764338400000
/// 127.9.8.7 stock stock.shop stock.shop.svc # hawser k7d2m9x4pa
/// # hawser end k7d2m9x4pa
/// ```
public record HostsBlock(HostsOwner owner, List<HostsLine> lines) {
  public HostsBlock {
    lines = List.copyOf(lines);
  }

  List<String> text() {
    List<String> text = new ArrayList<>();
    text.add("# hawser begin %s %d %d".formatted(owner.session(), owner.pid(), owner.startMs()));
    lines.forEach(line -> text.add(line + " # hawser " + owner.session()));
    text.add("# hawser end " + owner.session());
    return text;
  }
}
