package dev.hawser.endpoint.environment;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The variables that say something about a machine and not about the application: those of the
/// container describe its image, so the local process keeps the developer's.
///
/// Everything else goes over, among it `HOSTNAME` (applications tell themselves apart by it), `TZ`
/// and `JAVA_TOOL_OPTIONS` (settings of the workload). The variables by which Hawser configures its
/// agent are not the container's and never go over.
final class MachineVariables {
  private static final Set<String> NAMES =
      Set.of(
          // who and where
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "TMPDIR",
          "TMP",
          "TEMP",
          "MAIL",
          // the terminal and its language
          "TERM",
          "COLORTERM",
          "COLUMNS",
          "LINES",
          "LANG",
          "LANGUAGE",
          "EDITOR",
          "VISUAL",
          "PAGER",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "XAUTHORITY",
          "DBUS_SESSION_BUS_ADDRESS",
          "DEBIAN_FRONTEND",
          // where tools and libraries lie
          "JAVA_HOME",
          "MAVEN_HOME",
          "GRADLE_HOME",
          "GRADLE_USER_HOME",
          "GOROOT",
          "GOPATH",
          "CARGO_HOME",
          "RUSTUP_HOME",
          "DOTNET_ROOT",
          "NODE_PATH",
          "NVM_DIR",
          "PYTHONHOME",
          "PYTHONPATH",
          "PYENV_ROOT",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "GEM_HOME",
          "GEM_PATH",
          "BUNDLE_APP_CONFIG",
          "MANPATH",
          "KUBECONFIG",
          // Windows
          "APPDATA",
          "LOCALAPPDATA",
          "COMSPEC",
          "PATHEXT",
          "SYSTEMROOT",
          "USERPROFILE");
  private static final List<String> STARTS = List.of("LC_", "LD_", "DYLD_", "XDG_", "SSH_");

  private MachineVariables() {}

  /// Windows writes `Path`: no container means another variable by it.
  static boolean stays(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return isHawsers(name) || NAMES.contains(upper) || STARTS.stream().anyMatch(upper::startsWith);
  }

  /// How the agent is set up.
  static boolean isHawsers(String name) {
    return name.toUpperCase(Locale.ROOT).startsWith(AgentSettings.PREFIX);
  }
}
