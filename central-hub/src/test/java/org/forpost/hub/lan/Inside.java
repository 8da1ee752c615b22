package org.forpost.hub.lan;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work that this test does on a machine of the [Lan]: a thread of its own enters the namespace
/// (setns(2)), and the sockets that it opens are that machine's.
@SuppressWarnings("restricted") // setns is in no class of the JDK
final class Inside {
    private static final int O_RDONLY = 0;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN =
            handle("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle SETNS =
            handle("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", ValueLayout.JAVA_INT);

    private Inside() {}

    private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    static <T> T of(Lan.Machine machine, Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    enter(machine.namespace());
                    return work.call();
                });
        Thread.ofPlatform().name("inside-" + machine.name()).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void enter(String namespace) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/run/netns/" + namespace);
            int file = (int) OPEN.invokeExact(path, O_RDONLY);
            int entered = (int) SETNS.invokeExact(file, CLONE_NEWNET);
            int _ = (int) CLOSE.invokeExact(file);
            if (entered != 0) {
                throw new IllegalStateException("cannot enter " + namespace);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
