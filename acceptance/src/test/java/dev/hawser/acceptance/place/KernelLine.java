package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that is cut in this machine's kernel, and in that of the test cluster's node, which is
/// the same. Needs root, and the test cluster's tool in `$HAWSER_CLUSTER`.
///
/// Packets of one process are known by its group, which no other process is in.
final class KernelLine implements Line {
  private static final String GROUP = "54321";
  private static final int TUNNEL_PORT = 17170;
  private static final Pattern LOCAL_PORT = Pattern.compile("^\\S+\\s+\\S+\\s+\\S+:(\\d+)\\s");

  private final Path kubeconfig;
  private final String host;
  private final String port;
  private final List<String[]> rules = new ArrayList<>();

  KernelLine(URI server, Path kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.host = server.getHost();
    this.port = String.valueOf(server.getPort());
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public List<String> prefix() {
    return List.of("setpriv", "--regid", GROUP, "--keep-groups");
  }

  @Override
  public void reset(RunningProcess hawser) {
    for (String local : localPorts(hawser)) {
      Shell.run("ss", "-K", "dst", host, "dport", "=", port, "sport", "=", local);
    }
  }

  private List<String> localPorts(RunningProcess hawser) {
    String owner = "pid=%d,".formatted(hawser.pid());
    return Shell.run("ss", "-tnpH", "state", "established", "dst", host, "dport", "=", port)
        .stream()
        .filter(line -> line.contains(owner))
        .map(KernelLine::localPort)
        .toList();
  }

  private static String localPort(String line) {
    Matcher matcher = LOCAL_PORT.matcher(line);
    if (!matcher.find()) {
      throw new AssertionError(line);
    }
    return matcher.group(1);
  }

  /// The node's side of a port-forward is a connection in the pod's network to the agent's port.
  @Override
  public void closeAtTheNode(Workload agents) {
    List<String> tasks = Shell.run(cluster(), "ctr", "tasks", "ls");
    for (Pod pod : agents.agents()) {
      ContainerStatus status = pod.getStatus().getContainerStatuses().getFirst();
      String id = status.getContainerID().replace("containerd://", "");
      String pid =
          tasks.stream()
              .filter(line -> line.startsWith(id))
              .map(line -> line.split("\\s+")[1])
              .findFirst()
              .orElseThrow(() -> new AssertionError(id + " is not among " + tasks));
      Shell.run(
          "nsenter",
          "-t",
          pid,
          "-n",
          "ss",
          "-K",
          "dst",
          "127.0.0.1",
          "dport",
          "=",
          String.valueOf(TUNNEL_PORT));
    }
  }

  private static String cluster() {
    return Objects.requireNonNull(System.getenv("HAWSER_CLUSTER"), "HAWSER_CLUSTER is not set");
  }

  @Override
  public void silence(RunningProcess hawser) {
    for (String local : localPorts(hawser)) {
      add("INPUT", "-p", "tcp", "-s", host, "--sport", port, "--dport", local, "-j", "DROP");
    }
    add(outgoing("-j", "DROP"));
  }

  @Override
  public void refuse(RunningProcess hawser) {
    add(outgoing("-j", "REJECT", "--reject-with", "tcp-reset"));
    reset(hawser);
  }

  /// All that the process sends to the API server, from connections that it will make too.
  private String[] outgoing(String... target) {
    List<String> rule =
        new ArrayList<>(List.of("OUTPUT", "-p", "tcp", "-d", host, "--dport", port));
    rule.addAll(List.of("-m", "owner", "--gid-owner", GROUP));
    rule.addAll(List.of(target));
    return rule.toArray(String[]::new);
  }

  private void add(String... rule) {
    rules.add(rule);
    iptables("-I", rule);
  }

  private static void iptables(String verb, String[] rule) {
    List<String> words = new ArrayList<>(List.of("iptables", "-w", verb));
    words.addAll(List.of(rule));
    Shell.run(words.toArray(String[]::new));
  }

  @Override
  public void mend() {
    rules.forEach(rule -> iptables("-D", rule));
    rules.clear();
  }

  @Override
  public void close() {
    mend();
  }
}
