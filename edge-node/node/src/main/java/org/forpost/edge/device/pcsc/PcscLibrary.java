package org.forpost.edge.device.pcsc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `libpcsclite.so.1` on 64-bit Linux, where DWORD, LONG, contexts and handles all are `long`
/// (pcsclite's `wintypes.h`). One method for each function that a lane needs.
final class PcscLibrary {
    private static final String FILE = "libpcsclite.so.1";

    private static final long SCOPE_SYSTEM = 2;
    private static final long SHARE_EXCLUSIVE = 1;
    private static final long PROTOCOL_T0_OR_T1 = 3;
    private static final long RESET_CARD = 1;

    /// MAX_ATR_SIZE of pcsclite.
    private static final int ATR_BYTES = 33;

    /// MAX_BUFFER_SIZE_EXTENDED of pcsclite: an extended answer and what drivers add.
    private static final int ANSWER_BYTES = 4 + 3 + (1 << 16) + 3 + 2;

    /// Sixteen readers of 128 characters are all that pcscd has.
    private static final int NAMES_BYTES = 16 * 129 + 1;

    /// szReader, pvUserData, dwCurrentState, dwEventState, cbAtr, rgbAtr, padded.
    private static final MemoryLayout READER_STATE =
            MemoryLayout.structLayout(
                    ADDRESS,
                    ADDRESS,
                    JAVA_LONG,
                    JAVA_LONG,
                    JAVA_LONG,
                    MemoryLayout.sequenceLayout(ATR_BYTES, JAVA_BYTE),
                    MemoryLayout.paddingLayout(7));

    private static final long STATE_NAME = 0;
    private static final long STATE_CURRENT = 16;
    private static final long STATE_EVENT = 24;

    private final MethodHandle establish;
    private final MethodHandle release;
    private final MethodHandle listReaders;
    private final MethodHandle statusChange;
    private final MethodHandle cancel;
    private final MethodHandle connect;
    private final MethodHandle disconnect;
    private final MethodHandle status;
    private final MethodHandle transmit;

    private PcscLibrary(SymbolLookup symbols) {
        Linker linker = Linker.nativeLinker();
        establish =
                bind(
                        linker,
                        symbols,
                        "SCardEstablishContext",
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS);
        release = bind(linker, symbols, "SCardReleaseContext", JAVA_LONG);
        listReaders =
                bind(linker, symbols, "SCardListReaders", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        statusChange =
                bind(
                        linker,
                        symbols,
                        "SCardGetStatusChange",
                        JAVA_LONG,
                        JAVA_LONG,
                        ADDRESS,
                        JAVA_LONG);
        cancel = bind(linker, symbols, "SCardCancel", JAVA_LONG);
        connect =
                bind(
                        linker,
                        symbols,
                        "SCardConnect",
                        JAVA_LONG,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS);
        disconnect = bind(linker, symbols, "SCardDisconnect", JAVA_LONG, JAVA_LONG);
        status =
                bind(
                        linker,
                        symbols,
                        "SCardStatus",
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS);
        transmit =
                bind(
                        linker,
                        symbols,
                        "SCardTransmit",
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS);
    }

    @SuppressWarnings("restricted") // The signatures are those of winscard.h, checked by the tests.
    private static MethodHandle bind(
            Linker linker, SymbolLookup symbols, String name, MemoryLayout... parameters) {
        return linker.downcallHandle(
                symbols.findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, parameters));
    }

    /// Loads the library for the life of the process.
    ///
    /// @throws IllegalArgumentException when it is not installed
    @SuppressWarnings("restricted") // A library of the system, named and versioned.
    static PcscLibrary load() {
        return new PcscLibrary(SymbolLookup.libraryLookup(FILE, Arena.global()));
    }

    /// Where a call stands in a handle's signature nothing is checked by the compiler, so every one
    /// goes through here.
    private static void call(String name, MethodHandle function, Object... arguments)
            throws PcscException {
        long code;
        try {
            code = (long) function.invokeWithArguments(arguments) & 0xFFFFFFFFL;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be called", e);
        }
        if (code != 0) {
            throw new PcscException(name, code);
        }
    }

    long establishContext() throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(JAVA_LONG);
            call(
                    "SCardEstablishContext",
                    establish,
                    SCOPE_SYSTEM,
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    context);
            return context.get(JAVA_LONG, 0);
        }
    }

    void releaseContext(long context) throws PcscException {
        call("SCardReleaseContext", release, context);
    }

    /// Ends a [#statusChange] of another thread.
    void cancel(long context) throws PcscException {
        call("SCardCancel", cancel, context);
    }

    /// @return names, none where no reader is plugged in
    List<String> readers(long context) throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(NAMES_BYTES);
            MemorySegment length = arena.allocate(JAVA_LONG);
            length.set(JAVA_LONG, 0, NAMES_BYTES);
            try {
                call("SCardListReaders", listReaders, context, MemorySegment.NULL, names, length);
            } catch (PcscException e) {
                if (e.code() == PcscException.NO_READERS) {
                    return List.of();
                }
                throw e;
            }
            return split(names.asSlice(0, Math.min(NAMES_BYTES, length.get(JAVA_LONG, 0))));
        }
    }

    private static List<String> split(MemorySegment names) {
        String all = new String(names.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        List<String> split = new ArrayList<>();
        for (String name : all.split("\0", -1)) {
            if (!name.isEmpty()) {
                split.add(name);
            }
        }
        return split;
    }

    /// Waits until a reader's state is another one than the one that is known.
    ///
    /// @param known what this gave before; 0 at first
    /// @param millis how long to wait
    /// @return the state; `known` where nothing has changed in that time
    long statusChange(long context, String reader, long known, long millis) throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(READER_STATE);
            state.set(ADDRESS, STATE_NAME, arena.allocateFrom(reader));
            state.set(JAVA_LONG, STATE_CURRENT, known);
            try {
                call("SCardGetStatusChange", statusChange, context, millis, state, 1L);
            } catch (PcscException e) {
                if (e.code() == PcscException.TIMEOUT) {
                    return known;
                }
                throw e;
            }
            return state.get(JAVA_LONG, STATE_EVENT);
        }
    }

    /// @param handle for the calls below
    /// @param protocol that the card speaks
    record Connected(long handle, long protocol) {}

    Connected connect(long context, String reader) throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            MemorySegment protocol = arena.allocate(JAVA_LONG);
            call(
                    "SCardConnect",
                    connect,
                    context,
                    arena.allocateFrom(reader),
                    SHARE_EXCLUSIVE,
                    PROTOCOL_T0_OR_T1,
                    handle,
                    protocol);
            return new Connected(handle.get(JAVA_LONG, 0), protocol.get(JAVA_LONG, 0));
        }
    }

    /// Lets go of the card and resets it.
    void disconnect(long handle) throws PcscException {
        call("SCardDisconnect", disconnect, handle, RESET_CARD);
    }

    byte[] answerToReset(long handle) throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(NAMES_BYTES);
            MemorySegment namesLength = arena.allocate(JAVA_LONG);
            namesLength.set(JAVA_LONG, 0, NAMES_BYTES);
            MemorySegment atr = arena.allocate(ATR_BYTES);
            MemorySegment atrLength = arena.allocate(JAVA_LONG);
            atrLength.set(JAVA_LONG, 0, ATR_BYTES);
            call(
                    "SCardStatus",
                    status,
                    handle,
                    names,
                    namesLength,
                    arena.allocate(JAVA_LONG),
                    arena.allocate(JAVA_LONG),
                    atr,
                    atrLength);
            long length = Math.clamp(atrLength.get(JAVA_LONG, 0), 0, ATR_BYTES);
            return Arrays.copyOf(atr.toArray(JAVA_BYTE), (int) length);
        }
    }

    byte[] transmit(Connected card, byte[] command) throws PcscException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(JAVA_LONG, 2);
            request.setAtIndex(JAVA_LONG, 0, card.protocol());
            request.setAtIndex(JAVA_LONG, 1, request.byteSize());
            MemorySegment answer = arena.allocate(ANSWER_BYTES);
            MemorySegment length = arena.allocate(JAVA_LONG);
            length.set(JAVA_LONG, 0, ANSWER_BYTES);
            call(
                    "SCardTransmit",
                    transmit,
                    card.handle(),
                    request,
                    arena.allocateFrom(JAVA_BYTE, command),
                    (long) command.length,
                    MemorySegment.NULL,
                    answer,
                    length);
            long got = Math.clamp(length.get(JAVA_LONG, 0), 0, ANSWER_BYTES);
            return answer.asSlice(0, got).toArray(JAVA_BYTE);
        }
    }
}
