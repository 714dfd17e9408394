package dev.hawser.endpoint.redirect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A filter of system calls in the classic BPF of seccomp(2): `connect` is asked about, all else is
/// allowed. Programs of another architecture than the JVM's are not asked about.
final class ConnectFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7FFF0000;
  private static final int ASK = 0x7FC00000;

  /// Of `struct seccomp_data`.
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;

  private static final int INSTRUCTIONS = 6;
  private static final int INSTRUCTION_BYTES = 8;

  /// Of `struct sock_fprog`: a length, and behind its padding a pointer.
  private static final int PROGRAM_BYTES = 16;

  private static final int PROGRAM_POINTER = 8;

  private ConnectFilter() {}

  static byte[] instructions(Linux.Machine machine) {
    ByteBuffer code =
        ByteBuffer.allocate(INSTRUCTIONS * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    add(code, LOAD_WORD, 0, 0, ARCHITECTURE);
    add(code, JUMP_IF_EQUAL, 0, 2, machine.audit); // else to ALLOW
    add(code, LOAD_WORD, 0, 0, NUMBER);
    add(code, JUMP_IF_EQUAL, 1, 0, machine.connect); // to ASK
    add(code, RETURN, 0, 0, ALLOW);
    add(code, RETURN, 0, 0, ASK);
    return code.array();
  }

  private static void add(ByteBuffer code, int operation, int ifTrue, int ifFalse, int operand) {
    code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
  }

  /// Sets it for this thread.
  ///
  /// @return the descriptor of which decisions are asked, or a negative error number
  static long set(Linux linux) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocateFrom(JAVA_BYTE, instructions(linux.machine()));
      MemorySegment program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
      program.set(JAVA_SHORT, 0, (short) INSTRUCTIONS);
      program.set(JAVA_LONG, PROGRAM_POINTER, code.address());
      long listener = linux.seccomp(program);
      if (listener == -Linux.EACCES && linux.noNewPrivileges() == 0) {
        listener = linux.seccomp(program);
      }
      return listener;
    }
  }
}
