package dev.hawser.acceptance.place;

import java.nio.file.Path;
import java.util.List;

/// The line between one `hawser` process and the API server, for a test to cut. What others do with
/// the cluster goes on. Closing mends it.
public interface Line extends AutoCloseable {

  /// With what `hawser` takes this line.
  Path kubeconfig();

  /// The words before a command whose process takes this line.
  List<String> prefix();

  /// Its connections are reset; new ones can be made.
  void reset(RunningProcess hawser);

  /// The far end of the agents' port-forwards is closed; new ones can be made.
  void closeAtTheNode(Workload agents);

  /// From now on nothing passes, either way, and new connections are not answered.
  void silence(RunningProcess hawser);

  /// From now on its connections are reset, and new ones refused.
  void refuse(RunningProcess hawser);

  /// It is as before.
  void mend();

  @Override
  void close();
}
