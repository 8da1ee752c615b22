package org.forpost.protocol.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;

/// Bytes that would like to fill the memory, each read a hundred times; run by a test with 128 MB.
/// Says `refused NAME FIELD` for each, and ends with 1 if one is read.
public final class Bombs {
    private static final int TIMES = 100;
    private static final byte[] SEAL = new byte[32];

    private Bombs() {}

    private interface Reader {
        void read(byte[] bytes) throws MalformedException, NotAuthenticException;
    }

    private record Bomb(byte[] bytes, Reader reader) {}

    public static void main(String[] args) {
        boolean refused = true;
        for (Map.Entry<String, Bomb> one : bombs().entrySet()) {
            for (int i = 0; i < TIMES; i++) {
                refused &= refused(one.getKey(), one.getValue(), i == 0);
            }
        }
        System.exit(refused ? 0 : 1);
    }

    private static boolean refused(String name, Bomb bomb, boolean say) {
        try {
            bomb.reader().read(bomb.bytes());
            System.out.println("READ " + name);
            return false;
        } catch (MalformedException e) {
            if (say) {
                System.out.println("refused " + name + " " + e.field());
            }
            return true;
        } catch (NotAuthenticException e) {
            System.out.println("NOT AUTHENTIC " + name + ": " + e.getMessage());
            return false;
        }
    }

    private static Map<String, Bomb> bombs() {
        Map<String, Bomb> bombs = new LinkedHashMap<>();
        Reader envelope =
                bytes -> BatchCodec.open(bytes, (message, signature) -> true, Hpke.unsealer(SEAL));
        bombs.put("zeros-of-400-mb", new Bomb(envelope(zeros(400 << 20), 1_000), envelope));
        bombs.put("zeros-of-1-mb", new Bomb(envelope(zeros(1 << 20), 786_432), envelope));
        bombs.put(
                "plain-bytes-of-2-gb", new Bomb(envelope(zeros(100), Integer.MAX_VALUE), envelope));
        for (int major = 2; major <= 5; major++) {
            byte[] huge = new byte[700_000];
            huge[0] = 1;
            huge[1] = (byte) (major << 5 | 26);
            Arrays.fill(huge, 2, 6, (byte) 0x7f);
            everyReader(bombs, "length-of-2-gb-major-" + major, huge);
        }
        byte[] deep = new byte[700_000];
        Arrays.fill(deep, (byte) 0x81);
        deep[0] = 1;
        everyReader(bombs, "depth", deep);
        byte[] maps = new byte[700_000];
        Arrays.fill(maps, (byte) 0xa1);
        maps[0] = 1;
        everyReader(bombs, "depth-of-maps", maps);
        everyReader(bombs, "key-twice", new byte[] {1, (byte) 0xa2, 1, 1, 1, 1});
        everyReader(bombs, "long-form", new byte[] {1, (byte) 0xb8, 1, 1, 1});
        everyReader(bombs, "indefinite", new byte[] {1, (byte) 0xbf, 1, 1, (byte) 0xff});
        return bombs;
    }

    private static void everyReader(Map<String, Bomb> bombs, String name, byte[] bytes) {
        bombs.put(name + "/record", new Bomb(bytes, RecordCodec::decode));
        bombs.put(
                name + "/bundle",
                new Bomb(bytes, all -> BundleManifest.open(all, (message, signature) -> true)));
        bombs.put(name + "/bundle-records", new Bomb(bytes, EnvelopeFile::read));
        bombs.put(name + "/watchlist", new Bomb(bytes, Watchlist::decode));
        bombs.put(name + "/operators", new Bomb(bytes, Operators::decode));
        bombs.put(name + "/trust", new Bomb(bytes, TrustAnchors::decode));
        bombs.put(name + "/ledger", new Bomb(bytes, LedgerEntry::decode));
        bombs.put(
                name + "/message",
                new Bomb(bytes, all -> Message.decode(all, Manifest.MAX_CONTENT_BYTES)));
        bombs.put(
                name + "/signed",
                new Bomb(
                        bytes,
                        all ->
                                Sign1.open(
                                        Sign1.Purpose.HELLO,
                                        all,
                                        512,
                                        (message, signature) -> true)));
    }

    private static byte[] zeros(int count) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 16];
        byte[] buffer = new byte[1 << 16];
        for (int left = count; left > 0; left -= zeros.length) {
            deflater.setInput(zeros, 0, Math.min(left, zeros.length));
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /// An envelope around these compressed bytes, well formed in everything else.
    private static byte[] envelope(byte[] compressed, long plainBytes) {
        byte[] header =
                new CborWriter()
                        .map(9)
                        .uint(1)
                        .text("lane-1")
                        .uint(2)
                        .bytes(new byte[16])
                        .uint(3)
                        .uint(1)
                        .uint(4)
                        .uint(1)
                        .uint(5)
                        .uint(1)
                        .uint(6)
                        .bytes(new byte[32])
                        .uint(7)
                        .uint(1)
                        .uint(8)
                        .uint(plainBytes)
                        .uint(9)
                        .uint(1)
                        .toByteArray();
        Sealed sealed =
                Hpke.sealer(Hpke.publicKey(SEAL), byte[]::new)
                        .seal(
                                "forpost/v1/batch"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                                header,
                                compressed);
        byte[] payload =
                new CborWriter()
                        .array(3)
                        .bytes(header)
                        .bytes(sealed.encapsulated())
                        .bytes(sealed.ciphertext())
                        .toByteArray();
        return Sign1.sign(Sign1.Purpose.BATCH, new byte[8], payload, message -> new byte[64]);
    }
}
