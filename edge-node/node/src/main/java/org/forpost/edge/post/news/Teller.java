package org.forpost.edge.post.news;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.forpost.edge.store.Passages;
import org.forpost.protocol.cbor.MalformedException;
import org.jspecify.annotations.Nullable;

/// Tells one peer what this lane has seen. Knows no network: events in, messages out.
///
/// ```
/// closed ── opened, greeting ──► greeted ── stand: what it lacks ──► telling ── told ──► telling
///    ▲                                                                │ passages, noted, passages …
///    └──────────────────────────── closed ────────────────────────────┘
/// ```
///
/// A sighting goes at once; passages go page by page, the next when the one before was noted. One
/// thread at a time.
final class Teller {
    private final String node;
    private final NewsBook book;
    private final Passages passages;
    private final Supplier<LocalDate> from;

    /// How far the peer knows this lane's passages; null before it said so.
    private Passages.@Nullable Mark mark;

    private boolean underWay;

    /// @param node this lane's
    /// @param from first day of which a crossing can still count
    Teller(String node, NewsBook book, Passages passages, Supplier<LocalDate> from) {
        this.node = node;
        this.book = book;
        this.passages = passages;
        this.from = from;
    }

    List<NewsMessage> opened() {
        closed();
        return List.of(new NewsMessage.Greeting(passages.key()));
    }

    void closed() {
        mark = null;
        underWay = false;
    }

    /// @throws MalformedException when a message is none that a hearer may send: the stream ends
    List<NewsMessage> on(NewsMessage message) throws MalformedException, IOException {
        return switch (message) {
            case NewsMessage.Stand stand -> {
                mark = stand.mark();
                List<NewsMessage> out = new ArrayList<>();
                for (Told told : book.lacking(node, stand.sightings())) {
                    out.add(new NewsMessage.Seen(told.encode()));
                }
                out.addAll(look());
                yield out;
            }
            case NewsMessage.Noted noted -> {
                mark = noted.mark();
                underWay = false;
                yield look();
            }
            case NewsMessage.Greeting _, NewsMessage.Seen _, NewsMessage.Passed _ ->
                    throw new MalformedException("news.kind", "2 or 5 of a hearer", "another");
        };
    }

    /// This lane has seen somebody. Before the peer said how it stands there is nothing to send: it
    /// will be among what it lacks.
    List<NewsMessage> told(Told told) {
        return mark == null ? List.of() : List.of(new NewsMessage.Seen(told.encode()));
    }

    /// The journal has more entries.
    List<NewsMessage> look() {
        Passages.Mark known = mark;
        if (known == null || underWay) {
            return List.of();
        }
        Passages.Page page = passages.since(known.upTo(), from.get(), NewsMessage.MAX_PASSAGES);
        boolean other = !Arrays.equals(page.journal(), known.journal());
        if (other || page.upTo() < known.upTo()) {
            // Another journal, or one that was restored from a backup: from the beginning.
            page = passages.since(0, from.get(), NewsMessage.MAX_PASSAGES);
        } else if (page.upTo() == known.upTo()) {
            return List.of();
        }
        if (page.passages().isEmpty() && !other) {
            // Images and audits: nobody need hear how far the journal is.
            mark = new Passages.Mark(page.journal(), page.upTo());
            return List.of();
        }
        underWay = true;
        return List.of(new NewsMessage.Passed(page));
    }
}
