# Sourced by ./mvnw and ./hawser. find_jdk prints the home of a JDK 25 or newer, or fails.

jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  from_path=$(command -v javac 2>/dev/null) &&
    from_path=$(dirname "$(dirname "$(readlink -f "$from_path" 2>/dev/null || echo "$from_path")")")
  for home in "${JAVA_HOME:-}" "${from_path:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    [ -n "$home" ] || continue
    major=$(jdk_major "$home") && [ "${major:-0}" -ge 25 ] && { printf '%s\n' "$home"; return 0; }
  done
  return 1
}

require_jdk() {
  find_jdk || {
    echo "hawser: needs a JDK 25 and found none: install one (for example Temurin 25) or set JAVA_HOME" >&2
    return 1
  }
}
