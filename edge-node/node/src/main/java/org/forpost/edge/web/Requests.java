package org.forpost.edge.web;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.forpost.edge.lane.Arrival;
import org.forpost.edge.lane.Correction;
import org.forpost.edge.lane.Modality;
import org.forpost.edge.lane.Verdict;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.Crossing.Word;

/// What the page asks, out of JSON. Every text is bounded and plain before anybody else sees it.
final class Requests {
    /// Letters of any script, marks on them, and what stands between names. No markup, no control
    /// character, and none that turns the direction of writing.
    private static final String NAME = "[\\p{L}\\p{M}\\p{N} .,'’ʼ()/-]";

    private static final String PROSE = "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{Sc}\\p{Sm} №]{0,200}";
    private static final String CODE = "[a-z0-9-]{1,64}";
    private static final int MAX_CODE = 64;

    /// Nobody is shown more candidates than this.
    private static final int MOST_SAID = 64;

    private static final String STATE = "[A-Z]{1,3}";
    private static final String STATE_EXPECTED = "a code of up to three letters A-Z";

    /// Nobody who crosses a border today was born before.
    private static final int EARLIEST_YEAR = 1880;

    private Requests() {}

    /// @param today the post's date
    static Arrival arrival(byte[] body, LocalDate today) throws Problem {
        Fields fields = Fields.of(body);
        Direction direction = choice(fields, "direction", Direction.class);
        Document document = document(fields.object("document"));
        Who who = person(fields.object("person"), today);
        Category category = choice(fields, "category", Category.class);
        List<FingerException> exceptions = exceptions(fields.objects("exceptions", 10));
        String ground =
                fields.textOrNull(
                        "ground", CODE, MAX_CODE, "the code of a ground of entry, or null");
        fields.end();
        if (ground != null && direction == Direction.EXIT) {
            throw Problem.field("ground", "none for an exit");
        }
        return new Arrival(
                direction, document, who.person(), who.birthDate(), category, exceptions, ground);
    }

    private record Who(Person person, LocalDate birthDate) {}

    private static Who person(Fields who, LocalDate today) throws Problem {
        LocalDate birthDate = birthDate(who, today);
        Person person =
                new Person(
                        name(who, "surname", 1),
                        name(who, "givenNames", 0),
                        birthDate.getYear() * 10_000
                                + birthDate.getMonthValue() * 100
                                + birthDate.getDayOfMonth(),
                        who.text("nationality", STATE, 3, STATE_EXPECTED),
                        who.text("sex", "[MFX]", 1, "M, F or X"));
        who.end();
        return new Who(person, birthDate);
    }

    private static Document document(Fields fields) throws Problem {
        Document document =
                new Document(
                        fields.text("type", "[A-Z]{1,2}", 2, "one or two letters A-Z, such as P"),
                        fields.text("issuer", STATE, 3, STATE_EXPECTED),
                        fields.text(
                                "number",
                                "[\\p{Lu}0-9 /-]{1,32}",
                                Document.MAX_NUMBER,
                                "1 to 32 capital letters and digits"));
        fields.end();
        return document;
    }

    private static String name(Fields fields, String field, int least) throws Problem {
        String name =
                fields.text(
                        field,
                        NAME + "{" + least + "," + Person.MAX_NAME + "}",
                        Person.MAX_NAME,
                        "a name of up to 160 bytes in letters, spaces, hyphens and apostrophes");
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static LocalDate birthDate(Fields fields, LocalDate today) throws Problem {
        String expected = "a day that was, as YYYY-MM-DD";
        String text = fields.text("birthDate", "[0-9]{4}-[0-9]{2}-[0-9]{2}", 10, expected);
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isAfter(today) && date.getYear() >= EARLIEST_YEAR) {
                return date;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw Problem.field("person.birthDate", expected);
    }

    private static List<FingerException> exceptions(List<Fields> items) throws Problem {
        List<FingerException> exceptions = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (Fields item : items) {
            int position = item.position("position");
            if (!seen.add(position)) {
                throw Problem.field("exceptions", "each finger once");
            }
            exceptions.add(
                    new FingerException(
                            position,
                            choice(item, "reason", FingerException.Reason.class),
                            item.flag("permanent")));
            item.end();
        }
        return exceptions;
    }

    /// A machine readable zone as it was typed; whether it is one is not asked here.
    static String zone(byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String text =
                fields.text("text", "(?s).{0,1024}", 4 * 1024, "a text of up to 1024 characters");
        fields.end();
        return text;
    }

    /// What to capture.
    ///
    /// @param positions of one placement; empty for a face
    record Wanted(Modality modality, List<Integer> positions) {}

    static Wanted wanted(byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        Wanted wanted =
                new Wanted(
                        choice(fields, "modality", Modality.class), fields.positions("positions"));
        fields.end();
        if (wanted.modality() == Modality.FINGER && wanted.positions().isEmpty()) {
            throw Problem.field("positions", "at least one finger");
        }
        if (wanted.modality() == Modality.FACE && !wanted.positions().isEmpty()) {
            throw Problem.field("positions", "none, for a face");
        }
        return wanted;
    }

    /// @param officer login of whoever is at work
    static Verdict verdict(byte[] body, String officer) throws Problem {
        Fields fields = Fields.of(body);
        Outcome outcome = choice(fields, "outcome", Outcome.class);
        String reason = reason(fields);
        Verdict.Confirmation confirmation = confirmation(fields);
        fields.end();
        return new Verdict(outcome, officer, reason, confirmation, List.of());
    }

    /// Outcome and reason, and of `document`, `person` and `exceptions` what is to be corrected.
    ///
    /// @param officer login of whoever is at work
    /// @param words of supervisors
    /// @param today the post's date
    static Correction correction(byte[] body, String officer, List<Approval> words, LocalDate today)
            throws Problem {
        Fields fields = Fields.of(body);
        Correction correction =
                new Correction(
                        choice(fields, "outcome", Outcome.class),
                        officer,
                        reason(fields),
                        fields.has("document")
                                ? Optional.of(document(fields.object("document")))
                                : Optional.empty(),
                        fields.has("person")
                                ? Optional.of(person(fields.object("person"), today).person())
                                : Optional.empty(),
                        fields.has("exceptions")
                                ? Optional.of(exceptions(fields.objects("exceptions", 10)))
                                : Optional.empty(),
                        words);
        fields.end();
        return correction;
    }

    private static String reason(Fields fields) throws Problem {
        String reason =
                fields.textOrNull(
                        "reason",
                        PROSE,
                        Crossing.Decision.MAX_TEXT,
                        "a plain text of up to 256 bytes");
        return reason == null ? "" : reason.strip();
    }

    /// Either `confirmed`, the one who it is or null for nobody; or `said`, a word on each.
    private static Verdict.Confirmation confirmation(Fields fields) throws Problem {
        if (fields.has("confirmed")) {
            String one =
                    fields.textOrNull(
                            "confirmed", "(?s).{1,64}", MAX_CODE, "a candidate's id, or null");
            return one == null ? Verdict.Confirmation.nobody() : Verdict.Confirmation.only(one);
        }
        Map<String, Word> words = new HashMap<>();
        for (Fields said : fields.objects("said", MOST_SAID)) {
            words.put(
                    said.text("reference", "(?s).{1,64}", MAX_CODE, "a candidate's id"),
                    choice(said, "word", Word.class));
            said.end();
        }
        return new Verdict.Confirmation(words, null);
    }

    /// A constant as JSON spells it: `mission-staff` for `MISSION_STAFF`.
    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E choice(Fields fields, String name, Class<E> type)
            throws Problem {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(spelled(constant));
        }
        String word =
                fields.text(
                        name, String.join("|", words), 40, "one of " + String.join(", ", words));
        return type.getEnumConstants()[words.indexOf(word)];
    }
}
