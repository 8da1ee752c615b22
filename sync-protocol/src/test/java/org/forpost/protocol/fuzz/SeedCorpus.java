package org.forpost.protocol.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the worked examples of SPEC.md as seeds: `SeedCorpus SPEC.md src/test/resources`.
public final class SeedCorpus {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```hex ([a-z-]+)\\n(.*?)^```$");
    private static final Map<String, String> TARGETS =
            Map.ofEntries(
                    Map.entry("record-crossing", "aRecord"),
                    Map.entry("record-chip", "aRecord"),
                    Map.entry("record-audit", "aRecord"),
                    Map.entry("record-image", "aRecord"),
                    Map.entry("batch-envelope", "anEnvelope"),
                    Map.entry("receipt", "aReceipt"),
                    Map.entry("receipt-unreadable", "aReceipt"),
                    Map.entry("receipt-held", "aReceipt"),
                    Map.entry("bundle-manifest", "aBundleManifest"),
                    Map.entry("bundle-answer", "aBundleAnswer"),
                    Map.entry("bundle-records", "aFileOfEnvelopes"),
                    Map.entry("hello", "aHello"),
                    Map.entry("release", "aRelease"),
                    Map.entry("watchlist", "aWatchlist"),
                    Map.entry("operators", "operators"),
                    Map.entry("trust", "trustAnchors"),
                    Map.entry("message-piece", "aMessage"),
                    Map.entry("message-want", "aMessage"),
                    Map.entry("message-carried-hello", "aCarriedMessage"),
                    Map.entry("message-carried-piece", "aCarriedMessage"),
                    Map.entry("ledger-contact", "aLedgerEntry"),
                    Map.entry("ledger-accepted", "aLedgerEntry"),
                    Map.entry("ledger-carried", "aLedgerEntry"));

    private SeedCorpus() {}

    public static void main(String[] args) throws IOException {
        Path folder =
                Path.of(args[1], "org", "forpost", "protocol", "fuzz", "HostileBytesTestInputs");
        Matcher block = BLOCK.matcher(Files.readString(Path.of(args[0])));
        while (block.find()) {
            String target = TARGETS.get(block.group(1));
            if (target != null) {
                Files.createDirectories(folder.resolve(target));
                String hex = block.group(2).replaceAll("#.*", "").replaceAll("\\s+", "");
                Files.write(
                        folder.resolve(target).resolve(block.group(1)),
                        HexFormat.of().parseHex(hex));
            }
        }
    }
}
