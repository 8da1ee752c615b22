package org.forpost.edge.device.libfprint;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What is used of libfprint 2 and GLib. All calls belong on one platform thread: the synchronous
/// calls of libfprint turn GLib's default main loop, which belongs to whoever turns it first.
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Library {
    /// A GError is a domain, a code and a message (glib/gerror.h).
    private static final long ERROR_CODE = 4;

    private static final long ERROR_MESSAGE = 8;
    private static final long ERROR_SIZE = 16;

    /// A GPtrArray is an address of addresses and their number (glib/garray.h).
    private static final long ARRAY_LENGTH = 8;

    private static final long ARRAY_SIZE = 16;

    private static final long LONGEST_TEXT = 1024;

    /// How often somebody who wants to give up is asked, in milliseconds.
    private static final int TICK = 50;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols;
    private final MethodHandle setenv;
    private final MethodHandle contextNew;
    private final MethodHandle contextDevices;
    private final MethodHandle deviceName;
    private final MethodHandle deviceDriver;
    private final MethodHandle deviceOpen;
    private final MethodHandle deviceCapture;
    private final MethodHandle deviceClose;
    private final MethodHandle imageWidth;
    private final MethodHandle imageHeight;
    private final MethodHandle imageData;
    private final MethodHandle imagePpmm;
    private final MethodHandle retryQuark;
    private final MethodHandle unref;
    private final MethodHandle errorFree;
    private final MethodHandle cancellableNew;
    private final MethodHandle cancel;
    private final MethodHandle timeoutAdd;
    private final MethodHandle sourceRemove;

    private Library(SymbolLookup symbols) {
        this.symbols = symbols;
        setenv = function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        contextNew = function("fp_context_new", FunctionDescriptor.of(ADDRESS));
        contextDevices = function("fp_context_get_devices", pointerOf(ADDRESS));
        deviceName = function("fp_device_get_name", pointerOf(ADDRESS));
        deviceDriver = function("fp_device_get_driver", pointerOf(ADDRESS));
        deviceOpen =
                function(
                        "fp_device_open_sync",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        deviceCapture =
                function(
                        "fp_device_capture_sync",
                        FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
        deviceClose =
                function(
                        "fp_device_close_sync",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        imageWidth = function("fp_image_get_width", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        imageHeight = function("fp_image_get_height", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        imageData = function("fp_image_get_data", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        imagePpmm = function("fp_image_get_ppmm", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS));
        retryQuark = function("fp_device_retry_quark", FunctionDescriptor.of(JAVA_INT));
        unref = function("g_object_unref", FunctionDescriptor.ofVoid(ADDRESS));
        errorFree = function("g_error_free", FunctionDescriptor.ofVoid(ADDRESS));
        cancellableNew = function("g_cancellable_new", FunctionDescriptor.of(ADDRESS));
        cancel = function("g_cancellable_cancel", FunctionDescriptor.ofVoid(ADDRESS));
        timeoutAdd =
                function(
                        "g_timeout_add",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        sourceRemove = function("g_source_remove", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /// @return empty where libfprint 2 is not installed
    static Optional<Library> load() {
        try {
            Arena forGood = Arena.global(); // GLib's types cannot be unloaded.
            SymbolLookup all =
                    SymbolLookup.libraryLookup("libfprint-2.so.2", forGood)
                            .or(SymbolLookup.libraryLookup("libgio-2.0.so.0", forGood))
                            .or(SymbolLookup.libraryLookup("libgobject-2.0.so.0", forGood))
                            .or(SymbolLookup.libraryLookup("libglib-2.0.so.0", forGood))
                            .or(Linker.nativeLinker().defaultLookup());
            return Optional.of(new Library(all));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FunctionDescriptor pointerOf(MemoryLayout... arguments) {
        return FunctionDescriptor.of(ADDRESS, arguments);
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        return linker.downcallHandle(
                symbols.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("no " + name + " there")),
                type);
    }

    /// What libfprint reports instead of an answer.
    static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean again;

        Trouble(String message, boolean again) {
            super(message);
            this.again = again;
        }

        /// Whether the finger lay badly and should be laid down again; otherwise the device is in
        /// trouble.
        boolean again() {
            return again;
        }
    }

    /// What came of the sensor.
    ///
    /// @param pixels row by row, dark ridges
    /// @param perMillimetre pixels, 0 where the driver does not know
    @SuppressWarnings("ArrayRecordComponent")
    record Image(int width, int height, byte[] pixels, double perMillimetre) {}

    /// Changes the environment of this process as C sees it, which Java's own copy does not.
    void environment(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            int failed =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("setenv " + name + " failed");
            }
        } catch (Throwable e) {
            throw wrapped(e);
        }
    }

    /// The first device that libfprint finds, or the one of that driver; NULL where there is none.
    MemorySegment device(String driver) {
        try {
            MemorySegment context = (MemorySegment) contextNew.invokeExact();
            MemorySegment array =
                    ((MemorySegment) contextDevices.invokeExact(context)).reinterpret(ARRAY_SIZE);
            int count = array.get(JAVA_INT, ARRAY_LENGTH);
            MemorySegment devices = array.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize() * count);
            for (int i = 0; i < count; i++) {
                MemorySegment device = devices.getAtIndex(ADDRESS, i);
                if (driver.isEmpty() || driver.equals(driver(device))) {
                    return device; // The context keeps it, and stays for good.
                }
            }
            return MemorySegment.NULL;
        } catch (Throwable e) {
            throw wrapped(e);
        }
    }

    String name(MemorySegment device) {
        return text(deviceName, device);
    }

    String driver(MemorySegment device) {
        return text(deviceDriver, device);
    }

    private static String text(MethodHandle of, MemorySegment device) {
        try {
            MemorySegment text = (MemorySegment) of.invokeExact(device);
            return text.equals(MemorySegment.NULL)
                    ? ""
                    : text.reinterpret(LONGEST_TEXT).getString(0);
        } catch (Throwable e) {
            throw wrapped(e);
        }
    }

    void open(MemorySegment device) throws Trouble {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            int done = (int) deviceOpen.invokeExact(device, MemorySegment.NULL, error);
            if (done == 0) {
                throw trouble(error);
            }
        } catch (Throwable e) {
            throw passed(e);
        }
    }

    /// Never fails: there is nobody to tell.
    void close(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            int done = (int) deviceClose.invokeExact(device, MemorySegment.NULL, error);
            if (done == 0) {
                Trouble _ = trouble(error);
            }
        } catch (Throwable e) {
            throw wrapped(e);
        }
    }

    /// Waits for a finger.
    ///
    /// @param giveUp asked several times a second, on this thread; once it says so the capture ends
    ///   with a [Trouble]
    /// @param mostPixels an image with more is none
    Image capture(MemorySegment device, BooleanSupplier giveUp, int mostPixels) throws Trouble {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            MemorySegment cancellable = (MemorySegment) cancellableNew.invokeExact();
            MemorySegment tick =
                    linker.upcallStub(
                            TICKED.bindTo(new Ticking(giveUp, cancel)),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS),
                            arena);
            int source = (int) timeoutAdd.invokeExact(TICK, tick, cancellable);
            try {
                MemorySegment image =
                        (MemorySegment) deviceCapture.invokeExact(device, 1, cancellable, error);
                if (image.equals(MemorySegment.NULL)) {
                    throw trouble(error);
                }
                try {
                    return image(image, mostPixels);
                } finally {
                    unref.invokeExact(image);
                }
            } finally {
                int _ = (int) sourceRemove.invokeExact(source);
                unref.invokeExact(cancellable);
            }
        } catch (Throwable e) {
            throw passed(e);
        }
    }

    private Image image(MemorySegment image, int mostPixels) throws Trouble {
        try (Arena arena = Arena.ofConfined()) {
            int width = (int) imageWidth.invokeExact(image);
            int height = (int) imageHeight.invokeExact(image);
            MemorySegment length = arena.allocate(JAVA_LONG);
            MemorySegment data = (MemorySegment) imageData.invokeExact(image, length);
            long bytes = length.get(JAVA_LONG, 0);
            if (width < 1
                    || height < 1
                    || (long) width * height > mostPixels
                    || bytes < (long) width * height) {
                throw new Trouble(
                        "an image of " + width + " × " + height + " in " + bytes + " bytes came",
                        false);
            }
            byte[] pixels = data.reinterpret((long) width * height).toArray(JAVA_BYTE);
            return new Image(width, height, pixels, (double) imagePpmm.invokeExact(image));
        } catch (Throwable e) {
            throw passed(e);
        }
    }

    private static final MethodHandle TICKED;

    static {
        try {
            TICKED =
                    MethodHandles.lookup()
                            .findVirtual(
                                    Ticking.class,
                                    "tick",
                                    MethodType.methodType(int.class, MemorySegment.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private record Ticking(BooleanSupplier giveUp, MethodHandle cancel) {
        /// A GSourceFunc: 1 asks to be called again. Nothing may be thrown through C.
        @SuppressWarnings("UnusedMethod") // C calls it.
        int tick(MemorySegment cancellable) {
            try {
                if (giveUp.getAsBoolean()) {
                    cancel.invokeExact(cancellable);
                    return 1;
                }
            } catch (Throwable e) {
                System.getLogger("libfprint").log(System.Logger.Level.ERROR, "while waiting", e);
            }
            return 1;
        }
    }

    private Trouble trouble(MemorySegment error) throws Throwable {
        MemorySegment it = error.get(ADDRESS, 0);
        if (it.equals(MemorySegment.NULL)) {
            return new Trouble("it failed without a word", false);
        }
        MemorySegment fields = it.reinterpret(ERROR_SIZE);
        boolean again = fields.get(JAVA_INT, 0) == (int) retryQuark.invokeExact();
        int code = fields.get(JAVA_INT, ERROR_CODE);
        String message = fields.get(ADDRESS, ERROR_MESSAGE).reinterpret(LONGEST_TEXT).getString(0);
        errorFree.invokeExact(it);
        return new Trouble(
                message.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + " (code " + code + ")", again);
    }

    /// Of what a method handle may throw, only [Trouble] is foreseen.
    private static Trouble passed(Throwable e) {
        if (e instanceof Trouble trouble) {
            return trouble;
        }
        throw wrapped(e);
    }

    private static RuntimeException wrapped(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
