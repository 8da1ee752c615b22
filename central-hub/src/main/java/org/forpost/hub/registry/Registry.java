package org.forpost.hub.registry;

import java.util.List;

/// The records that have arrived. Safe for use by several threads.
public interface Registry extends AutoCloseable {
    /// Most rows that [#after] gives at once: a page of them is about 300 kB of JSON.
    int MAX_PAGE = 1_000;

    /// Sequence of the last ledger entry that is applied, 0 for none.
    long applied();

    /// Sequence of the last record counted, 0 for none.
    long counted();

    /// Adds what the ledger counted, in one step. A record that an earlier incarnation of the same
    /// node has brought is carried over, and not counted again.
    ///
    /// @param arrivals in the ledger's order; those that count are given the sequences that follow
    ///   [#counted]
    /// @param upTo sequence of the last ledger entry looked at
    void apply(List<Arrival> arrivals, long upTo);

    /// One row of the answer.
    ///
    /// @param arrivals how often this record id was counted; anything but 1 is a fault of the hub
    /// @param images how many image records of this crossing arrived; 1 for an image itself
    /// @param corrections of a crossing, in the order in which the lane wrote them: the last one is
    ///   what counts
    record Row(Arrival arrival, int arrivals, int images, List<Arrival> corrections) {
        public Row {
            corrections = List.copyOf(corrections);
        }
    }

    /// Rows with a sequence above `after`, ascending.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    List<Row> after(long after, int limit);

    /// The newest rows, newest first.
    List<Row> newest(int limit);

    /// @param records distinct record ids
    /// @param countedTwice countings beyond the first of a record id; must be 0
    /// @param crossings crossing records, corrections not among them
    /// @param images image records
    /// @param audits audit records
    /// @param hits crossings with a confirmed nominal
    record Totals(
            long records, long countedTwice, long crossings, long images, long audits, long hits) {
        /// The sums with one more arrival in them.
        ///
        /// @param again whether its record id had been counted before
        public Totals plus(Arrival arrival, boolean again) {
            Arrival.Kind kind = arrival.kind();
            return new Totals(
                    records + (again ? 0 : 1),
                    countedTwice + (again ? 1 : 0),
                    crossings + (kind == Arrival.Kind.CROSSING ? 1 : 0),
                    images + (kind == Arrival.Kind.IMAGE ? 1 : 0),
                    audits + (kind == Arrival.Kind.AUDIT ? 1 : 0),
                    hits + (arrival.hit() && kind == Arrival.Kind.CROSSING ? 1 : 0));
        }
    }

    /// Kept up with every [#apply], never summed when asked: pages ask every few seconds.
    Totals totals();

    @Override
    void close();
}
