package org.forpost.edge.post.news;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.forpost.edge.store.Passages;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.cbor.MalformedException;

/// Hears what the peers have seen. Knows no network: messages in, answers out. What a message says
/// is filed under the peer that the tunnel proved, whatever it claims. Safe for several threads.
final class Hearer {
    private final NewsBook book;
    private final ToIntFunction<String> lanes;
    private final Passages passages;
    private final Supplier<LocalDate> from;
    private final Consumer<Sighting> news;

    /// @param lanes numbers of the peers by their nodes
    /// @param from first day of which a crossing can still count
    /// @param news told of each sighting that is new, once it is durable
    Hearer(
            NewsBook book,
            ToIntFunction<String> lanes,
            Passages passages,
            Supplier<LocalDate> from,
            Consumer<Sighting> news) {
        this.book = book;
        this.lanes = lanes;
        this.passages = passages;
        this.from = from;
        this.news = news;
    }

    /// @param peer as the tunnel proved it
    /// @throws MalformedException when a message is none that a teller may send: the stream ends
    /// @throws IOException when the disk does not take it
    Optional<NewsMessage> on(String peer, NewsMessage message)
            throws MalformedException, IOException {
        return switch (message) {
            case NewsMessage.Greeting(byte[] key) -> {
                passages.key(peer, key);
                yield Optional.of(new NewsMessage.Stand(book.having(peer), passages.known(peer)));
            }
            case NewsMessage.Seen(byte[] bytes) -> {
                Told told = Told.decode(bytes, lanes.applyAsInt(peer));
                book.take(peer, told).ifPresent(news);
                yield Optional.empty();
            }
            case NewsMessage.Passed(Passages.Page page) -> {
                passages.take(peer, page, from.get());
                yield Optional.of(
                        new NewsMessage.Noted(new Passages.Mark(page.journal(), page.upTo())));
            }
            case NewsMessage.Stand _, NewsMessage.Noted _ ->
                    throw new MalformedException("news.kind", "1, 3 or 4 of a teller", "another");
        };
    }
}
