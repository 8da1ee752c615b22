package org.forpost.edge.post.news;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.edge.store.SealedFolder;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.RecordId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sightings as sealed files `<node>.<crossing>`, each an array of the number of the lane, the
/// milliseconds at which this lane heard of it, and what was told.
final class NewsFolder implements NewsShelf {
    /// What stands around what was told.
    static final int MAX_BYTES = Told.MAX_BYTES + 32;

    private static final Logger LOG = LoggerFactory.getLogger(NewsFolder.class);
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,62})[.]([0-9a-f]{32})");

    private final SealedFolder folder;

    NewsFolder(SealedFolder folder) {
        this.folder = folder;
    }

    @Override
    public List<Kept> all() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (String file : folder.names()) {
            Matcher name = NAME.matcher(file);
            byte[] content = name.matches() ? folder.get(file).orElse(null) : null;
            if (content == null) {
                continue;
            }
            try {
                CborReader in = new CborReader(content);
                Told.shape(in, "kept", 3);
                int lane = (int) in.uint("kept.lane", 99);
                long heard = in.uint("kept.heard", Long.MAX_VALUE);
                all.add(
                        new Kept(
                                name.group(1),
                                lane,
                                RecordId.of(HexFormat.of().parseHex(name.group(2))),
                                heard,
                                in.bytes("kept.told", Told.MAX_BYTES)));
            } catch (MalformedException e) {
                LOG.warn("{}: {}", file, e.getMessage());
            }
        }
        all.sort(Comparator.comparingLong(Kept::heardMillis));
        return all;
    }

    private static String name(String node, RecordId crossing) {
        return node + "." + crossing;
    }

    @Override
    public void put(Kept one) throws IOException {
        folder.put(
                name(one.node(), one.crossing()),
                new CborWriter()
                        .array(3)
                        .uint(one.lane())
                        .uint(one.heardMillis())
                        .bytes(one.told())
                        .toByteArray());
    }

    @Override
    public void drop(String node, RecordId crossing) throws IOException {
        folder.drop(name(node, crossing));
    }
}
