package dev.hawser.endpoint.redirect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hawser.endpoint.process.Platform;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// System calls for which Java has no words, by syscall(2). Each gives what the kernel gives: a
/// negative error number (errno(3)) where it fails. Any thread; those that wait block it.
final class Linux {
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EACCES = 13;

  private static final int ARGUMENTS = 6;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;

  /// `struct pollfd`, and what poll(2) tells of a listener whose processes have all ended.
  private static final int POLLFD_BYTES = 8;

  private static final int POLLFD_REVENTS = 6;
  private static final int POLLHUP = 0x10;
  private static final int TIMESPEC_BYTES = 16;
  private static final int SIGSET_BYTES = 8;

  /// Numbers that are the same on all machines.
  private static final int PIDFD_OPEN = 434;

  private static final int PIDFD_GETFD = 438;
  private static final int CLOSE_RANGE = 436;
  private static final int FIRST_OWN_DESCRIPTOR = 3;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  /// The numbers of system calls, which differ by machine (syscalls(2)), and how a filter knows it
  /// (`AUDIT_ARCH_…` of linux/audit.h).
  enum Machine {
    X86_64(0xC000003E, 317, 157, 59, 16, 42, 3, 271),
    AARCH64(0xC00000B7, 277, 167, 221, 29, 203, 57, 73);

    final int audit;
    final int connect;
    private final int seccomp;
    private final int prctl;
    private final int execve;
    private final int ioctl;
    private final int close;
    private final int ppoll;

    Machine(
        int audit,
        int seccomp,
        int prctl,
        int execve,
        int ioctl,
        int connect,
        int close,
        int ppoll) {
      this.audit = audit;
      this.seccomp = seccomp;
      this.prctl = prctl;
      this.execve = execve;
      this.ioctl = ioctl;
      this.connect = connect;
      this.close = close;
      this.ppoll = ppoll;
    }

    private static Optional<Machine> here() {
      return switch (System.getProperty("os.arch", "")) {
        case "amd64" -> Optional.of(X86_64);
        case "aarch64" -> Optional.of(AARCH64);
        default -> Optional.empty();
      };
    }
  }

  private final Machine machine;
  private final MethodHandle syscall;

  @SuppressWarnings("restricted") // native access is what this is for
  private Linux(Machine machine) {
    this.machine = machine;
    Linker linker = Linker.nativeLinker();
    this.syscall =
        linker.downcallHandle(
            linker.defaultLookup().find("syscall").orElseThrow(),
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
  }

  /// Empty on other systems, and on machines whose numbers are not known.
  static Optional<Linux> here() {
    return Platform.current() == Platform.LINUX ? Machine.here().map(Linux::new) : Optional.empty();
  }

  Machine machine() {
    return machine;
  }

  /// Filters the system calls of this thread and of what it becomes or starts.
  ///
  /// @param program `struct sock_fprog`
  /// @return a descriptor of which the decisions are asked
  long seccomp(MemorySegment program) {
    return call(
        machine.seccomp,
        SECCOMP_SET_MODE_FILTER,
        SECCOMP_FILTER_FLAG_NEW_LISTENER,
        program.address());
  }

  /// From now on no program gives this thread more privileges, which is what a filter costs those
  /// who have none.
  long noNewPrivileges() {
    return call(machine.prctl, PR_SET_NO_NEW_PRIVS, 1);
  }

  long ioctl(int descriptor, long request, MemorySegment argument) {
    return call(machine.ioctl, descriptor, request, argument.address());
  }

  long connect(int descriptor, MemorySegment address) {
    return call(machine.connect, descriptor, address.address(), address.byteSize());
  }

  long close(int descriptor) {
    return call(machine.close, descriptor);
  }

  /// Another process's descriptor, as one of this process.
  long descriptorOf(long pid, int descriptor) {
    long process = call(PIDFD_OPEN, pid);
    if (process < 0) {
      return process;
    }
    long got = call(PIDFD_GETFD, process, descriptor);
    close((int) process);
    return got;
  }

  /// Has this process become another program with its standard input and outputs only. (JVMs keep
  /// files open that they would leave to it.)
  long keepDescriptors() {
    return call(CLOSE_RANGE, FIRST_OWN_DESCRIPTOR, Integer.MAX_VALUE, CLOSE_RANGE_CLOEXEC);
  }

  /// Whether the descriptor's other end is gone. Does not wait.
  boolean isHungUp(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLLFD_BYTES, Long.BYTES);
      poll.set(JAVA_INT, 0, descriptor);
      MemorySegment atOnce = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
      call(machine.ppoll, poll.address(), 1, atOnce.address(), 0, SIGSET_BYTES);
      return (poll.get(JAVA_SHORT, POLLFD_REVENTS) & POLLHUP) != 0;
    }
  }

  /// The process becomes another program. Returns only if it cannot.
  ///
  /// @param arguments each ended by a zero byte, the program's path first
  /// @param variables each ended by a zero byte
  long become(List<byte[]> arguments, List<byte[]> variables) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = pointers(arena, arguments);
      return call(
          machine.execve,
          words.get(JAVA_LONG, 0),
          words.address(),
          pointers(arena, variables).address());
    }
  }

  /// With a null pointer behind them.
  private static MemorySegment pointers(Arena arena, List<byte[]> strings) {
    long[] addresses =
        strings.stream()
            .mapToLong(string -> arena.allocateFrom(JAVA_BYTE, string).address())
            .toArray();
    return arena.allocateFrom(JAVA_LONG, Arrays.copyOf(addresses, addresses.length + 1));
  }

  private long call(long number, long... arguments) {
    long[] all = Arrays.copyOf(arguments, ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result =
          (long) syscall.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4], all[5]);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
