# Finds a JDK 25 or newer; sourced by ./mvnw and ./tollgate, in POSIX sh.
#
# find_jdk sets JAVA_HOME and exports it, or says what is missing and fails. JAVA_HOME and the
# java on the PATH come first; where they are older, the usual places are searched. Among those,
# 25 itself goes before anything newer, because it is what the build is checked with.

jdk_wanted=25

# The major version of the JDK in $1; fails where there is none, or no compiler in it.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_suffices() {
  jdk_found=$(jdk_version "$1") && [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$jdk_wanted" ]
}

jdk_on_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  dirname "$(dirname "$jdk_java")"
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_suffices "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  JAVA_HOME=$(jdk_on_path) && jdk_suffices "$JAVA_HOME" && export JAVA_HOME && return 0
  jdk_newer=
  for jdk_home in /usr/lib/jvm/* /usr/local/lib/jvm/* "${HOME:-/root}"/.sdkman/candidates/java/* \
    "${HOME:-/root}"/.jdks/* /opt/* /opt/java/* /usr/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_suffices "$jdk_home" || continue
    if [ "$jdk_found" -eq "$jdk_wanted" ]; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
    jdk_newer=$jdk_home
  done
  if [ -n "$jdk_newer" ]; then
    JAVA_HOME=$jdk_newer
    export JAVA_HOME
    return 0
  fi
  echo "No JDK $jdk_wanted found (looked at JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, /opt): install one, for example Temurin $jdk_wanted, or set JAVA_HOME to it." >&2
  return 1
}
