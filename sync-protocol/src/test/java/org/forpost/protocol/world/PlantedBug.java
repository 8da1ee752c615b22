package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.journal.Store;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeConversation.Standing;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// A mistake that somebody could make, made on purpose: the world has to find it.
enum PlantedBug {
    RECORDED_BEFORE_FORCE(
            "A lane is told *recorded* before the disk has confirmed it",
            () ->
                    new Parts() {
                        @Override
                        void force(Journal journal, Runnable promise) {
                            promise.run();
                            journal.force();
                        }
                    }),
    POST_NEVER_FORCES(
            "The post's force does nothing and says that it did",
            () -> onPosts(disk -> new NeverForces(disk))),
    POST_RETRIES_A_FAILED_FORCE(
            "The post calls a force that failed once more, and believes the answer",
            () -> onPosts(disk -> new RetriesForce(disk))),
    POST_SKIPS_THE_DIRECTORY(
            "The post never makes the names of its segments durable",
            () -> onPosts(disk -> new SkipsDirectory(disk))),
    TAIL_CUT_AT_A_SECTOR(
            "A torn tail is cut at the sector before it, not where it begins",
            () ->
                    onPosts(disk ->
                            new WrappedStore(disk) {
                                @Override
                                void truncate(Segment segment, long size) throws IOException {
                                    segment.truncate(size / 512 * 512);
                                }
                            })),
    DAMAGED_JOURNAL_PUT_ASIDE(
            "A damaged journal is put aside and a new one begun, without a word",
            () ->
                    new Parts() {
                        @Override
                        boolean namesDamage() {
                            return false;
                        }
                    }),
    INCARNATION_NOT_RANDOM(
            "Each journal begins with the same incarnation",
            () ->
                    new Parts() {
                        @Override
                        Randomness randomness(Chance chance, String machine) {
                            return count -> new Chance(machine.hashCode()).bytes(count);
                        }
                    }),
    RECORD_IDS_BEGIN_AGAIN(
            "After a restart record ids come from the same seed again",
            () ->
                    new Parts() {
                        @Override
                        Chance ids(Chance goingOn, String machine) {
                            return new Chance(machine.hashCode());
                        }
                    }),
    WRONG_CHAIN(
            "A refusal goes into the chain of crossings",
            () ->
                    new Parts() {
                        @Override
                        Priority chainOf(Priority priority) {
                            return priority == Priority.ALERT ? Priority.CROSSING : priority;
                        }
                    }),
    RELEASE_NOT_KEPT(
            "The release in force is never made durable",
            () ->
                    new Parts() {
                        @Override
                        void install(Runnable shelve, Runnable inForce, Scheduler scheduler) {
                            inForce.run();
                        }
                    }),
    RELEASE_IN_FORCE_BEFORE_DURABLE(
            "A release is put in force first and made durable afterwards",
            () ->
                    new Parts() {
                        @Override
                        void install(Runnable shelve, Runnable inForce, Scheduler scheduler) {
                            inForce.run();
                            scheduler.in(4_000, shelve);
                        }
                    }),
    LOWER_RELEASE_ACCEPTED(
            "After a restart the post has forgotten which release it must not go below",
            () ->
                    new Parts() {
                        @Override
                        long heldRelease(long onShelf) {
                            return 0;
                        }
                    }),
    RECEIPT_NOT_CHECKED(
            "The signature of a receipt is not checked",
            () ->
                    new Parts() {
                        @Override
                        SignatureCheck receipts(SignatureCheck hub) {
                            return (message, signature) -> true;
                        }
                    }),
    RECEIPT_OF_ANOTHER_INCARNATION(
            "A receipt counts whatever incarnation it is for",
            () ->
                    receipts((receipt, post) ->
                            with(receipt, post.journal().incarnation(), receipt.head()))),
    RECEIPT_OF_ANOTHER_CHAIN(
            "A receipt counts for the chain of crossings, whichever it is for",
            () ->
                    receipts((receipt, post) ->
                            receipt.priority() == Priority.AUDIT
                                    ? with(
                                            receipt,
                                            receipt.incarnation(),
                                            post.journal().recorded(Priority.AUDIT))
                                    : receipt)),
    PUBACK_TRUSTED(
            "What the transport has acknowledged is taken for receipted", () -> new TrustsPuback()),
    INCARNATION_USED_ON(
            "A restored disk goes on in the incarnation that it was restored in",
            () ->
                    edgeActions((actions, end) -> {
                        List<EdgeAction> done = new ArrayList<>(actions);
                        if (done.removeIf(EdgeAction.NewIncarnation.class::isInstance)) {
                            done.addAll(end.apply(new EdgeEvent.Incarnated()));
                        }
                        return done;
                    })),
    CARRIES_NOTHING_OVER(
            "A new incarnation begins empty, whatever the hub had not counted yet",
            () ->
                    new Parts() {
                        @Override
                        Journal.Succession beginIncarnation(
                                Journal journal,
                                EdgeAction.NewIncarnation why,
                                Journal.Opening opening)
                                throws IOException {
                            long[] all = new long[Priority.COUNT];
                            for (Priority priority : Priority.values()) {
                                all[priority.code()] = journal.recorded(priority).number();
                            }
                            return journal.beginIncarnation(all, opening);
                        }
                    }),
    RECEIPTS_OF_BEFORE_BELIEVED(
            "A restart in a new incarnation believes the receipts of the one before",
            () ->
                    new Parts() {
                        private byte @Nullable [] first;

                        @Override
                        Standing standing(Shelf shelf, byte[] incarnation) {
                            first = first == null ? incarnation : first;
                            return shelf.load(first);
                        }
                    }),
    CHAIN_HEAD_REUSED(
            "A batch names the head before last as the one that it continues",
            () ->
                    outbox(outbox ->
                            new WrappedOutbox(outbox) {
                                @Override
                                public Head headAt(Priority priority, long number)
                                        throws IOException {
                                    Head head = super.headAt(priority, number);
                                    return number < 12
                                            ? head
                                            : new Head(
                                                    number,
                                                    super.headAt(priority, number - 1).hash());
                                }
                            })),
    ENTRY_SKIPPED(
            "The twentieth record of a chain is left out of its batch",
            () ->
                    outbox(outbox ->
                            new WrappedOutbox(outbox) {
                                @Override
                                public List<Entry> read(
                                        Priority priority, long from, int most, int maxBytes)
                                        throws IOException {
                                    return super.read(priority, from, most, maxBytes).stream()
                                            .filter(entry ->
                                                    from == entry.head().number()
                                                            || entry.head().number() != 20)
                                            .toList();
                                }
                            })),
    NEVER_WAKES(
            "A post whose line was cut waits for a wake-up that nobody ordered",
            () ->
                    edgeActions((actions, end) ->
                            actions.stream()
                                    .filter(action -> !(action instanceof EdgeAction.WakeAt))
                                    .toList())),
    RELEASE_NEVER_FETCHED(
            "A release that was offered is not asked for",
            () ->
                    edgeActions((actions, end) ->
                            actions.stream().filter(action -> !isWant(action)).toList())),
    REFUSAL_NOTED_TOO_EARLY(
            "The post remembers that it has noted a refusal before it has",
            () ->
                    new Parts() {
                        @Override
                        boolean notesBeforeItRemembers() {
                            return false;
                        }
                    }),
    WALL_CLOCK_ONLY(
            "Records are stamped with what the wall clock shows",
            () ->
                    new Parts() {
                        @Override
                        Stamp stamp(HybridClock clock, long wallMillis) {
                            Stamp stamp = clock.next();
                            return new Stamp(
                                    Math.max(0, wallMillis),
                                    stamp.counter(),
                                    stamp.trust(),
                                    stamp.trustAgeSeconds());
                        }
                    }),
    CLOCK_BEGINS_AGAIN(
            "After a restart the clock knows nothing of the stamps before",
            () ->
                    new Parts() {
                        @Override
                        void observe(HybridClock clock, Stamp last) {}
                    }),
    HUB_TIME_IGNORED(
            "The hub's signed time is no floor for the clock",
            () ->
                    new Parts() {
                        @Override
                        void confirmed(HybridClock clock, long hubMillis) {}
                    }),
    KEY_DESTROYED_BEFORE_THE_RECEIPT(
            "A closed segment's key is destroyed at any receipt, whatever this covers",
            () ->
                    new Parts() {
                        @Override
                        List<Long> forget(
                                Retention retention, Journal journal, Receipt receipt, long uptime)
                                throws IOException {
                            List<Long> gone = new ArrayList<>();
                            for (Priority priority : Priority.values()) {
                                gone.addAll(
                                        retention.receipted(
                                                journal.incarnation(),
                                                priority,
                                                journal.recorded(priority).number(),
                                                new Retention.Moment(receipt.hubMillis(), uptime)));
                            }
                            return gone;
                        }
                    }),
    KEY_DESTROYED_WITHOUT_RETENTION(
            "A covered segment's key is destroyed at once",
            () ->
                    new Parts() {
                        @Override
                        long retentionMillis() {
                            return 1;
                        }
                    }),
    KEY_DESTROYED_BY_THE_HUBS_CLOCK(
            "The retention time is counted by the hub's clock alone, which may jump",
            () ->
                    new Parts() {
                        @Override
                        List<Long> forget(
                                Retention retention, Journal journal, Receipt receipt, long uptime)
                                throws IOException {
                            return super.forget(retention, journal, receipt, receipt.hubMillis());
                        }
                    }),
    EXPIRY_BY_THE_WALL_CLOCK(
            "Whether a release holds is asked of the wall clock alone",
            () ->
                    new Parts() {
                        @Override
                        Validity validity(TrustedTime time, long wallMillis, long expires) {
                            return wallMillis > expires ? Validity.EXPIRED : Validity.HOLDS;
                        }
                    }),
    FORWARD_CLOCK_BELIEVED(
            "What only the wall clock says has expired is taken for expired",
            () ->
                    new Parts() {
                        @Override
                        Validity validity(TrustedTime time, long wallMillis, long expires) {
                            Validity proved = time.until(expires);
                            return proved == Validity.DOUBTFUL ? Validity.EXPIRED : proved;
                        }
                    }),
    UNREADABLE_IGNORED(
            "A post takes no notice of an envelope that the hub cannot read",
            () ->
                    new Parts() {
                        @Override
                        List<EdgeAction> edge(
                                SimPost post, EdgeConversation end, long now, EdgeEvent event) {
                            boolean told =
                                    event instanceof EdgeEvent.Rejected
                                            || (event instanceof EdgeEvent.Arrived arrived
                                                    && isUnreadable(arrived.message()));
                            return told ? List.of() : end.on(now, event);
                        }
                    }),
    WITHHELD_COUNTED_LIKE_OTHERS(
            "The hub counts a record that came by its hash only, and tells nobody",
            () ->
                    hubActions(action ->
                            action instanceof HubAction.Append(long ticket, var entry)
                                            && entry instanceof LedgerEntry.Accepted accepted
                                            && accepted.refused().stream()
                                                    .anyMatch(one ->
                                                            one.field()
                                                                    .startsWith("record.withheld"))
                                    ? new HubAction.Append(ticket, with(accepted, List.of()))
                                    : action)),
    FORMER_INCARNATION_NOT_HEARD(
            "A post does not hear what the hub holds of the incarnation before",
            () ->
                    new Parts() {
                        @Override
                        List<EdgeAction> edge(
                                SimPost post, EdgeConversation end, long now, EdgeEvent event) {
                            Receipt receipt =
                                    event instanceof EdgeEvent.Arrived arrived
                                            ? receiptOf(arrived.message())
                                            : null;
                            boolean former =
                                    receipt != null
                                            && post.runs()
                                            && post.journal().formerIncarnations().stream()
                                                    .anyMatch(one ->
                                                            Arrays.equals(
                                                                    one, receipt.incarnation()));
                            return former ? List.of() : end.on(now, event);
                        }
                    }),
    HUB_ANSWERS_BEFORE_FORCE(
            "The hub sends its receipt as soon as the ledger has the bytes",
            () ->
                    new Parts() {
                        @Override
                        boolean forcesBeforeAnswer() {
                            return false;
                        }
                    }),
    HUB_NEVER_FORCES(
            "The hub's force does nothing and says that it did",
            () -> onHub(disk -> new NeverForces(disk))),
    HUB_RETRIES_A_FAILED_FORCE(
            "The hub calls a force that failed once more, and believes the answer",
            () -> onHub(disk -> new RetriesForce(disk))),
    HUB_SKIPS_THE_DIRECTORY(
            "The hub never makes the names of its ledger's segments durable",
            () -> onHub(disk -> new SkipsDirectory(disk))),
    HUB_FORGETS_THE_LAST_ENTRY(
            "A hub that restarts does not read the last entry of its ledger",
            () ->
                    new Parts() {
                        @Override
                        void restore(HubConversation end, List<LedgerEntry> ledger) {
                            super.restore(end, ledger.subList(0, Math.max(0, ledger.size() - 1)));
                        }
                    }),
    HUB_FORGETS_CONTACTS(
            "A hub that restarts has forgotten which incarnations it met",
            () -> restored(entry -> entry instanceof LedgerEntry.Contact ? null : entry)),
    HUB_FORGETS_FORKS(
            "A hub that restarts has forgotten which incarnations forked",
            () -> restored(entry -> entry instanceof LedgerEntry.Forked ? null : entry)),
    HUB_FORGETS_REFUSALS(
            "A hub that restarts has forgotten which records it refused",
            () ->
                    restored(entry ->
                            entry instanceof LedgerEntry.Accepted accepted
                                    ? with(accepted, List.of())
                                    : entry)),
    LEDGER_WRITTEN_TWICE(
            "The hub writes an entry of its ledger again now and then",
            () ->
                    new Parts() {
                        private int entries;

                        @Override
                        void append(Journal ledger, LedgerEntry entry) throws IOException {
                            super.append(ledger, entry);
                            if (++entries % 7 == 0) {
                                super.append(ledger, entry);
                            }
                        }
                    }),
    DUPLICATE_COUNTED_AGAIN("A batch that comes again is counted again", () -> new CountsAgain()),
    REFUSED_RECORD_COUNTED(
            "A record that is none is counted like others",
            () ->
                    hubActions(action ->
                            action instanceof HubAction.Append(long ticket, var entry)
                                            && entry instanceof LedgerEntry.Accepted accepted
                                    ? new HubAction.Append(ticket, with(accepted, List.of()))
                                    : action)),
    BATCH_REFUSED_FOR_ONE_RECORD(
            "One bad record puts its whole batch into quarantine",
            () -> hubActions(PlantedBug::refuseAll)),
    REFUSAL_NOT_TOLD(
            "The receipt does not say which record was refused",
            () ->
                    hubActions(action -> {
                        Receipt receipt = receiptOf(action);
                        return receipt != null && action instanceof HubAction.Publish publish
                                ? new HubAction.Publish(
                                        publish.node(),
                                        publish.ticket(),
                                        signed(
                                                new Receipt(
                                                        receipt.node(),
                                                        receipt.incarnation(),
                                                        receipt.priority(),
                                                        receipt.head(),
                                                        receipt.hubMillis(),
                                                        receipt.verdict(),
                                                        List.of())))
                                : action;
                    })),
    FORK_IGNORED(
            "Nobody is alarmed when two machines live on from one incarnation",
            () ->
                    hubActions(action ->
                            action instanceof HubAction.Alarm alarm && isFork(alarm.what())
                                    ? null
                                    : action)),
    SUCCESSION_NOT_WRITTEN_DOWN(
            "The ledger does not say which incarnation another took over from",
            () ->
                    hubActions(action ->
                            action instanceof HubAction.Append(long ticket, var entry)
                                            && entry instanceof LedgerEntry.Contact contact
                                    ? new HubAction.Append(
                                            ticket,
                                            new LedgerEntry.Contact(
                                                    contact.node(),
                                                    contact.incarnation(),
                                                    null,
                                                    contact.atMillis()))
                                    : action)),
    HIGH_WATER_OVER_A_GAP(
            "A receipt names the number after the last one that was counted",
            () ->
                    hubActions(action -> {
                        Receipt receipt = receiptOf(action);
                        return receipt != null && action instanceof HubAction.Publish publish
                                ? new HubAction.Publish(
                                        publish.node(),
                                        publish.ticket(),
                                        signed(
                                                with(
                                                        receipt,
                                                        receipt.incarnation(),
                                                        new Head(
                                                                receipt.head().number() + 1,
                                                                receipt.head().hash()))))
                                : action;
                    })),
    RELEASE_OFFERED_ONCE(
            "A manifest that got lost is not offered again",
            () ->
                    new Parts() {
                        private final List<byte[]> offered = new ArrayList<>();

                        @Override
                        List<HubAction> hub(HubConversation end, HubEvent event) {
                            return super.hub(end, event).stream()
                                    .filter(action ->
                                            !(action instanceof HubAction.Publish publish)
                                                    || publish.message()[1] != 4
                                                    || first(publish))
                                    .toList();
                        }

                        private boolean first(HubAction.Publish publish) {
                            byte[] both =
                                    (publish.node() + Arrays.toString(publish.message()))
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                            boolean known =
                                    offered.stream().anyMatch(one -> Arrays.equals(one, both));
                            offered.add(both);
                            return !known;
                        }
                    }),
    COPY_LET_GO_BY_ANY_NUMBER(
            "What a lane keeps of another goes at any receipt of that chain, whatever its number",
            () ->
                    new Parts() {
                        @Override
                        boolean letsGo(BatchCodec.Claim kept, Receipt receipt) {
                            return kept.node().equals(receipt.node())
                                    && Arrays.equals(kept.incarnation(), receipt.incarnation())
                                    && kept.priority() == receipt.priority();
                        }
                    }),
    COPY_LET_GO_BY_ANOTHER_CHAIN(
            "What a lane keeps of another goes at a receipt of another chain",
            () ->
                    new Parts() {
                        @Override
                        boolean letsGo(BatchCodec.Claim kept, Receipt receipt) {
                            return kept.node().equals(receipt.node())
                                    && Arrays.equals(kept.incarnation(), receipt.incarnation())
                                    && kept.last() <= receipt.head().number();
                        }
                    }),
    PEERS_RECEIPT_TAKEN_FOR_THE_OWN(
            "A receipt for a node that is carried for moves the carrier's own chain",
            () ->
                    receipts((receipt, post) -> {
                        List<String> own = post.incarnations();
                        return receipt.node().equals(post.name()) || own.isEmpty()
                                ? receipt
                                : new Receipt(
                                        post.name(),
                                        post.journal().incarnation(),
                                        receipt.priority(),
                                        receipt.head(),
                                        receipt.hubMillis(),
                                        receipt.verdict(),
                                        receipt.refused());
                    })),
    CARRIED_RECORDS_NOT_WRITTEN_DOWN(
            "What a peer carried is not written into the ledger",
            () ->
                    hubActions(action ->
                            action instanceof HubAction.Append(long _, var entry)
                                            && entry instanceof LedgerEntry.Accepted accepted
                                            && accepted.carrier() != null
                                    ? null
                                    : action)),
    STICK_COUNTED_AGAIN(
            "What a stick brings is counted without a look at its chain",
            () -> new CountsSticksAgain()),
    ANSWER_OF_ANOTHER_JOURNAL(
            "An answer on a stick counts whichever journal its receipts are for",
            () ->
                    answers((receipt, post) ->
                            with(receipt, post.journal().incarnation(), receipt.head()))),
    STICK_THAT_IS_BACK_TRUSTED(
            "A stick that came back is taken for a receipt of all that was recorded",
            () ->
                    answers((receipt, post) ->
                            with(
                                    receipt,
                                    post.journal().incarnation(),
                                    post.journal().recorded(receipt.priority())))),
    OLD_ANSWER_TAKEN_FOR_FRESH(
            "An answer on a stick is taken like what comes over the wire now",
            () ->
                    new Parts() {
                        @Override
                        List<EdgeEvent> answer(SimPost post, EdgeEvent.Brought found) {
                            return found.receipts().stream()
                                    .<EdgeEvent>map(signed ->
                                            new EdgeEvent.Arrived(
                                                    new Message.Receipt(signed).encode()))
                                    .toList();
                        }
                    }),
    CARRIED_RECEIPT_TOO_HIGH(
            "The carrier is told one number more than the hub holds",
            () ->
                    new Parts() {
                        @Override
                        List<EdgeAction> edge(
                                SimPost post, EdgeConversation end, long now, EdgeEvent event) {
                            return end.on(now, event).stream()
                                    .map(action ->
                                            action instanceof EdgeAction.PeerReceipt of
                                                    ? new EdgeAction.PeerReceipt(
                                                            with(
                                                                    of.receipt(),
                                                                    of.receipt().incarnation(),
                                                                    new Head(
                                                                            of.receipt()
                                                                                            .head()
                                                                                            .number()
                                                                                    + 1,
                                                                            of.receipt()
                                                                                    .head()
                                                                                    .hash())),
                                                            of.signed())
                                                    : action)
                                    .toList();
                        }
                    });

    /// In one line.
    final String what;

    @SuppressWarnings("ImmutableEnumChecker") // it makes new parts each time
    private final Supplier<Parts> parts;

    PlantedBug(String what, Supplier<Parts> parts) {
        this.what = what;
        this.parts = parts;
    }

    /// The parts of one world with this mistake in them.
    Parts parts() {
        return parts.get();
    }

    private static Parts onPosts(Function<FaultyDisk, Store> store) {
        return new Parts() {
            @Override
            Store postStore(FaultyDisk disk) {
                return store.apply(disk);
            }
        };
    }

    private static Parts onHub(Function<FaultyDisk, Store> store) {
        return new Parts() {
            @Override
            Store hubStore(FaultyDisk disk) {
                return store.apply(disk);
            }
        };
    }

    private static Parts outbox(UnaryOperator<Outbox> wrap) {
        return new Parts() {
            @Override
            Outbox outbox(Outbox outbox) {
                return wrap.apply(outbox);
            }
        };
    }

    /// What a post's end wants is changed before it is done.
    private static Parts edgeActions(
            BiFunction<List<EdgeAction>, Function<EdgeEvent, List<EdgeAction>>, List<EdgeAction>>
                    change) {
        return new Parts() {
            @Override
            List<EdgeAction> edge(SimPost post, EdgeConversation end, long now, EdgeEvent event) {
                return change.apply(end.on(now, event), more -> end.on(now, more));
            }
        };
    }

    /// Receipts are changed before they are looked at, as if what would have stopped them was not
    /// checked.
    private static Parts receipts(BiFunction<Receipt, SimPost, Receipt> change) {
        return new Parts() {
            @Override
            List<EdgeAction> edge(SimPost post, EdgeConversation end, long now, EdgeEvent event) {
                Receipt receipt =
                        event instanceof EdgeEvent.Arrived arrived
                                ? receiptOf(arrived.message())
                                : null;
                return end.on(
                        now,
                        receipt == null
                                ? event
                                : new EdgeEvent.Arrived(signed(change.apply(receipt, post))));
            }
        };
    }

    /// Receipts of answers on sticks are changed before a post looks at them.
    private static Parts answers(BiFunction<Receipt, SimPost, Receipt> change) {
        return new Parts() {
            @Override
            List<EdgeEvent> answer(SimPost post, EdgeEvent.Brought found) {
                List<byte[]> changed = new ArrayList<>();
                for (byte[] signed : found.receipts()) {
                    Receipt receipt = receiptOf(new Message.Receipt(signed).encode());
                    if (receipt != null && post.runs()) {
                        changed.add(
                                change.apply(receipt, post)
                                        .sign(new byte[8], ToyCrypto.signer("hub")));
                    }
                }
                return List.of(new EdgeEvent.Brought(changed, found.releases()));
            }
        };
    }

    /// What the hub's end wants is changed before it is done; null for not at all.
    private static Parts hubActions(Function<HubAction, @Nullable HubAction> change) {
        return new Parts() {
            @Override
            List<HubAction> hub(HubConversation end, HubEvent event) {
                List<HubAction> done = new ArrayList<>();
                for (HubAction action : end.on(event)) {
                    HubAction changed = change.apply(action);
                    if (changed != null) {
                        done.add(changed);
                    }
                }
                return done;
            }
        };
    }

    /// What a hub reads in its ledger is changed; null for not at all.
    private static Parts restored(Function<LedgerEntry, @Nullable LedgerEntry> change) {
        return new Parts() {
            @Override
            void restore(HubConversation end, List<LedgerEntry> ledger) {
                for (LedgerEntry entry : ledger) {
                    LedgerEntry changed = change.apply(entry);
                    if (changed != null) {
                        end.restore(changed);
                    }
                }
            }
        };
    }

    private static boolean isWant(EdgeAction action) {
        return action instanceof EdgeAction.Publish publish && publish.message()[1] == 5;
    }

    private static boolean isFork(HubAlarm alarm) {
        return alarm instanceof HubAlarm.Forked
                || alarm instanceof HubAlarm.Outlived
                || alarm instanceof HubAlarm.TookOver;
    }

    private static HubAction refuseAll(HubAction action) {
        if (!(action instanceof HubAction.Append(long ticket, LedgerEntry entry))
                || !(entry instanceof LedgerEntry.Accepted accepted)
                || accepted.refused().isEmpty()) {
            return action;
        }
        List<Refused> all = new ArrayList<>();
        for (long number = accepted.first(); number <= accepted.head().number(); number++) {
            all.add(new Refused(number, "record"));
        }
        return new HubAction.Append(ticket, with(accepted, all));
    }

    private static LedgerEntry.Accepted with(LedgerEntry.Accepted accepted, List<Refused> refused) {
        return new LedgerEntry.Accepted(
                accepted.node(),
                accepted.incarnation(),
                accepted.priority(),
                accepted.first(),
                accepted.head(),
                accepted.atMillis(),
                accepted.road(),
                refused,
                accepted.envelope(),
                accepted.carrier());
    }

    private static Receipt with(Receipt receipt, byte[] incarnation, Head head) {
        return new Receipt(
                receipt.node(),
                incarnation,
                receipt.priority(),
                head,
                receipt.hubMillis(),
                receipt.verdict(),
                receipt.refused());
    }

    private static @Nullable Receipt receiptOf(HubAction action) {
        return action instanceof HubAction.Publish publish ? receiptOf(publish.message()) : null;
    }

    private static @Nullable Receipt receiptOf(byte[] message) {
        try {
            if (!(Message.decode(message, 1 << 24) instanceof Message.Receipt(byte[] signed))) {
                return null;
            }
            Receipt receipt = Receipt.open(signed, ToyCrypto.check("hub"));
            return receipt.verdict() == Receipt.Verdict.UNREADABLE ? null : receipt;
        } catch (MalformedException | NotAuthenticException e) {
            return null;
        }
    }

    private static boolean isUnreadable(byte[] message) {
        try {
            return Message.decode(message, 1 << 24) instanceof Message.Receipt(byte[] signed)
                    && Receipt.open(signed, ToyCrypto.check("hub")).verdict()
                            == Receipt.Verdict.UNREADABLE;
        } catch (MalformedException | NotAuthenticException e) {
            return false;
        }
    }

    private static byte[] signed(Receipt receipt) {
        return new Message.Receipt(receipt.sign(new byte[8], ToyCrypto.signer("hub"))).encode();
    }

    private static final class NeverForces extends WrappedStore {
        NeverForces(Store store) {
            super(store);
        }

        @Override
        void force(Segment segment) {}
    }

    private static final class RetriesForce extends WrappedStore {
        RetriesForce(Store store) {
            super(store);
        }

        @Override
        void force(Segment segment) throws IOException {
            try {
                segment.force();
            } catch (IOException e) {
                segment.force();
            }
        }
    }

    private static final class SkipsDirectory extends WrappedStore {
        SkipsDirectory(Store store) {
            super(store);
        }

        @Override
        public void syncDirectory() {}
    }

    /// Once nothing is in flight any more, all that was recorded is said to be receipted.
    private static final class TrustsPuback extends Parts {
        @Override
        List<EdgeAction> edge(SimPost post, EdgeConversation end, long now, EdgeEvent event) {
            List<EdgeAction> actions = new ArrayList<>(end.on(now, event));
            Predicate<EdgeAction> sends = EdgeAction.Publish.class::isInstance;
            if (event instanceof EdgeEvent.Acknowledged && actions.stream().noneMatch(sends)) {
                for (Priority priority : Priority.values()) {
                    Receipt receipt =
                            new Receipt(
                                    post.name(),
                                    post.journal().incarnation(),
                                    priority,
                                    post.journal().recorded(priority),
                                    0,
                                    Receipt.Verdict.COUNTED,
                                    List.of());
                    actions.addAll(end.on(now, new EdgeEvent.Arrived(signed(receipt))));
                }
            }
            return actions;
        }
    }

    /// An envelope on a stick that adds nothing is entered once more, as if it were new.
    private static final class CountsSticksAgain extends Parts {
        private HubAction.@Nullable Append last;

        @Override
        List<HubAction> hub(HubConversation end, HubEvent event) {
            List<HubAction> actions = new ArrayList<>(end.on(event));
            for (HubAction action : List.copyOf(actions)) {
                if (action instanceof HubAction.Append append
                        && append.entry() instanceof LedgerEntry.Accepted) {
                    last = append;
                }
            }
            HubAction.Append before = last;
            if (before != null
                    && before.entry() instanceof LedgerEntry.Accepted counted
                    && event instanceof HubEvent.BroughtEnvelope brought
                    && Arrays.equals(brought.envelope(), counted.envelope())
                    && actions.stream().noneMatch(HubAction.Append.class::isInstance)) {
                actions.add(before);
            }
            return actions;
        }
    }

    /// Whatever comes behind an entry of the ledger that has come before is entered again.
    private static final class CountsAgain extends Parts {
        private HubAction.@Nullable Append last;
        private int events;

        @Override
        List<HubAction> hub(HubConversation end, HubEvent event) {
            List<HubAction> actions = new ArrayList<>(end.on(event));
            for (HubAction action : List.copyOf(actions)) {
                if (action instanceof HubAction.Append append
                        && append.entry() instanceof LedgerEntry.Accepted) {
                    last = append;
                }
            }
            HubAction.Append again = last;
            if (again != null && event instanceof HubEvent.Arrived && ++events % 20 == 0) {
                actions.add(again);
            }
            return actions;
        }
    }
}
