package org.forpost.sim.link.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// A network interface whose packets are read and written here (Linux,
/// `Documentation/networking/tuntap.rst`). One thread reads, one writes.
// These are the calls of libc that the interface consists of; their shapes are those of its
// headers.
@SuppressWarnings("restricted")
final class TunDevice {
    /// IPv4 packets of an Ethernet; the two devices are made with this MTU.
    static final int MTU = 1500;

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_IFF_NO_PI = 0x1001;

    /// `struct ifreq`: the name, and a union of which the flags are the first.
    private static final long IFREQ_BYTES = 40;

    private static final long IFREQ_FLAGS = 16;
    private static final int NAME_BYTES = 15;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    2);
    private static final MethodHandle IOCTL =
            handle(
                    "ioctl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    2);
    private static final MethodHandle READ = transfer("read");
    private static final MethodHandle WRITE = transfer("write");

    private final String name;
    private final int descriptor;
    private final MemorySegment incoming;
    private final MemorySegment outgoing;

    /// Makes the interface; it goes away with this process.
    ///
    /// @throws IOException when this process may not (it needs CAP_NET_ADMIN)
    TunDevice(String name) throws IOException {
        if (name.isEmpty() || name.length() > NAME_BYTES) {
            throw new IllegalArgumentException("an interface's name has 1 to 15 bytes: " + name);
        }
        this.name = name;
        Arena arena = Arena.ofAuto();
        this.incoming = arena.allocate(MTU);
        this.outgoing = arena.allocate(MTU);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(CAPTURED);
            this.descriptor =
                    (int) OPEN.invokeExact(state, call.allocateFrom("/dev/net/tun"), O_RDWR);
            check(descriptor, state, "/dev/net/tun cannot be opened");
            MemorySegment request = call.allocate(IFREQ_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, IFF_TUN_IFF_NO_PI);
            check(
                    (int) IOCTL.invokeExact(state, descriptor, TUNSETIFF, request),
                    state,
                    "the interface " + name + " cannot be made");
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }

    private static void check(int result, MemorySegment state, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + " (errno " + (int) ERRNO.get(state, 0L) + ")");
        }
    }

    private static MethodHandle handle(
            String function, FunctionDescriptor shape, int firstVariadic) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                shape,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static MethodHandle transfer(String function) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG),
                Linker.Option.captureCallState("errno"));
    }

    String name() {
        return name;
    }

    /// Waits for a packet that the kernel sends out of this interface.
    ///
    /// @return empty when the interface is down
    byte[] read() {
        long length = transfer(READ, incoming, MTU);
        byte[] packet = new byte[(int) Math.max(0, length)];
        MemorySegment.copy(incoming, ValueLayout.JAVA_BYTE, 0, packet, 0, packet.length);
        return packet;
    }

    /// Hands a packet to the kernel as if it had come in by this interface.
    ///
    /// @return whether the kernel took it; an interface that is down takes none
    boolean write(byte[] packet) {
        MemorySegment.copy(packet, 0, outgoing, ValueLayout.JAVA_BYTE, 0, packet.length);
        return transfer(WRITE, outgoing, packet.length) == packet.length;
    }

    private long transfer(MethodHandle call, MemorySegment buffer, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            return (long) call.invokeExact(state, descriptor, buffer, length);
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }
}
