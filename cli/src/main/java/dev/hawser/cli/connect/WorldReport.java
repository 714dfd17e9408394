package dev.hawser.cli.connect;

import dev.hawser.cli.report.NamesReport;
import dev.hawser.cli.report.ServiceReport;
import dev.hawser.cli.report.VariableReport;
import dev.hawser.cli.report.VolumesReport;
import java.util.List;

/// What of the local world is told to who asks.
record WorldReport(NamesReport names, List<VariableReport> environment, VolumesReport volumes) {
  static final WorldReport NOT_YET =
      new WorldReport(new NamesReport("", List.of()), List.of(), VolumesReport.none());

  /// Counts files, and so blocks.
  ///
  /// @param mounts where the container has volumes
  static WorldReport of(LocalWorld world, List<String> mounts) {
    return new WorldReport(
        new NamesReport(
            world.here().explanation(),
            world.here().now().stream().map(ServiceReport::of).toList()),
        VariableReport.of(world.environment()),
        VolumesReport.of(world.volumes(), mounts));
  }
}
