package dev.hawser.endpoint.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How volumes come to their real paths in a capsule, where nobody may make directories in `/` or
/// `/etc`: where something lies at such a path it is mounted over; a directory that lacks an entry
/// gets a [StandIn], which has it.
///
/// @param places to be mounted in this order, each where there is something of its kind by then
/// @param standIns in this order, `/` last
/// @param refused paths that stay out of reach, each with the reason
record CapsulePlan(List<VolumePlace> places, List<StandIn> standIns, Map<Path, String> refused) {
  static final CapsulePlan NOTHING = new CapsulePlan(List.of(), List.of(), Map.of());

  /// What no container's volume may hide from a command of this machine.
  private static final Set<Path> SYSTEM =
      Stream.of("/usr/bin", "/usr/lib", "/bin", "/lib", "/proc", "/sys", "/dev", "/etc/hosts")
          .map(Path::of)
          .collect(Collectors.toUnmodifiableSet());

  /// Each entry costs a mount.
  private static final int MAX_ENTRIES = 500;

  CapsulePlan {
    places = List.copyOf(places);
    standIns = List.copyOf(standIns);
    refused = Map.copyOf(refused);
  }

  /// @param own directories that the command shares with others: of the user, of the session
  static CapsulePlan of(List<VolumePlace> volumes, Set<Path> own) {
    Planning planning = new Planning(own);
    volumes.stream()
        .sorted(Comparator.comparing(volume -> volume.target().getNameCount()))
        .forEach(planning::add);
    return planning.result();
  }

  private static final class Planning {
    private final Set<Path> own;
    private final List<VolumePlace> places = new ArrayList<>();
    private final Map<Path, StandIn> standIns = new LinkedHashMap<>();
    private final Map<Path, String> refused = new LinkedHashMap<>();
    private final List<Path> outer = new ArrayList<>();

    Planning(Set<Path> own) {
      this.own = own;
    }

    /// Outer mounts first: what lies below one comes with it, for so it is in the mirror.
    void add(VolumePlace volume) {
      if (outer.stream().anyMatch(volume.target()::startsWith)) {
        return;
      }
      try {
        place(volume);
        outer.add(volume.target());
      } catch (IOException e) {
        refused.put(volume.target(), String.valueOf(e.getMessage()));
      }
    }

    private void place(VolumePlace volume) throws IOException {
      Path there = deepest(volume.target());
      Path target = there.toRealPath().resolve(there.relativize(volume.target())).normalize();
      if (Stream.concat(SYSTEM.stream(), own.stream())
          .anyMatch(needed -> needed.startsWith(target))) {
        throw new IOException("what this machine has there is needed");
      }
      boolean directory = Files.isDirectory(volume.source());
      if (!there.equals(volume.target())) {
        addTo(there.toRealPath(), target, directory);
      } else if (Files.isDirectory(target) != directory) {
        throw new IOException("here is something else of that name");
      }
      places.add(new VolumePlace(volume.source(), target));
    }

    private void addTo(Path ancestor, Path target, boolean directory) throws IOException {
      if (own.stream()
          .anyMatch(shared -> shared.getNameCount() > 0 && ancestor.startsWith(shared))) {
        throw new IOException(
            "nothing can be added to %s for one command only".formatted(ancestor));
      }
      if (!Files.isDirectory(ancestor)) {
        throw new IOException(ancestor + " is not a directory here");
      }
      @Nullable StandIn standIn = standIns.get(ancestor);
      if (standIn == null) {
        standIn = StandIn.of(ancestor);
        if (standIn.entries().size() > MAX_ENTRIES) {
          throw new IOException("%s has more than %d entries".formatted(ancestor, MAX_ENTRIES));
        }
      }
      standIns.put(ancestor, standIn.with(new StandIn.Missing(target, directory)));
    }

    private static Path deepest(Path path) {
      Path there = path;
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      return there;
    }

    CapsulePlan result() {
      Stream<StandIn> deepestFirst =
          standIns.values().stream()
              .sorted(
                  Comparator.comparing((StandIn one) -> one.directory().getNameCount()).reversed());
      return new CapsulePlan(places, deepestFirst.toList(), refused);
    }
  }
}
