package org.forpost.protocol.synthetic;

import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Candidate;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Comparison;
import org.forpost.protocol.record.Crossing.Decision;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Exemption;
import org.forpost.protocol.record.Crossing.Face;
import org.forpost.protocol.record.Crossing.Finger;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;

/// Crossings of people who do not exist, at a lane of one post: one seed, one sequence.
///
/// Names are spelled as in MRZs of the region. Common ones come more often, as they do; a third of
/// the surnames stand on no list and are put together from syllables, so that nothing that was
/// tuned on one seed knows the people of another.
public final class SyntheticCrossings {
    private static final String[] SURNAMES = {
        "KARIMOV",
        "KARIMOVA",
        "RAKHIMOV",
        "RAKHIMOVA",
        "YUSUPOV",
        "YUSUPOVA",
        "IVANOV",
        "IVANOVA",
        "ABDULLAEV",
        "ABDULLAEVA",
        "ISMOILOV",
        "RAHIMZODA",
        "SHARIPOV",
        "SHARIPOVA",
        "SAIDOV",
        "SAIDOVA",
        "NAZAROV",
        "NAZAROVA",
        "KHOLOV",
        "MIRZOEV",
        "MIRZOEVA",
        "TOSHMATOV",
        "ERGASHEV",
        "ERGASHEVA",
        "MAMATOV",
        "MAMATOVA",
        "TOKTOGULOV",
        "ASANOV",
        "ASANOVA",
        "ABDYLDAEV",
        "BEKOV",
        "KASYMOV",
        "KASYMOVA",
        "OSMONOV",
        "SULAIMANOV",
        "ZHUMABEKOV",
        "AKHMETOV",
        "AKHMETOVA",
        "OSPANOV",
        "NURGALIYEV",
        "SERIKOV",
        "KENZHEBEKOV",
        "TULEGENOV",
        "BAIMUKHANOV",
        "GRIGORYAN",
        "HARUTYUNYAN",
        "SARGSYAN",
        "HOVHANNISYAN",
        "PETROSYAN",
        "KHACHATRYAN",
        "VARDANYAN",
        "GHAZARYAN",
        "MKRTCHYAN",
        "HAKOBYAN",
        "MAMMADOV",
        "MAMMADOVA",
        "ALIYEV",
        "ALIYEVA",
        "HUSEYNOV",
        "HUSEYNOVA",
        "HASANOV",
        "GULIYEV",
        "QULIYEV",
        "ISMAYILOV",
        "SMIRNOV",
        "SMIRNOVA",
        "KUZNETSOV",
        "KUZNETSOVA",
        "POPOV",
        "POPOVA",
        "VASILEV",
        "PETROV",
        "PETROVA",
        "SOKOLOV",
        "SOKOLOVA",
        "MIKHAILOV",
        "NOVIKOV",
        "FEDOROV",
        "MOROZOV",
        "VOLKOV",
        "SHEVCHENKO",
        "KOVALENKO",
        "BONDARENKO",
        "KHAN",
        "KIM",
        "PAK",
        "LI",
        "CHEN",
        "YILMAZ",
        "DEMIR",
        "SAHIN",
        "REZAEI",
        "AHMADI",
        "HOSSEINI",
        "MUELLER",
        "SINGH"
    };
    private static final String[] GIVEN = {
        "BAKHTIYOR",
        "DILSHOD",
        "SHERZOD",
        "JASUR",
        "ULUGBEK",
        "OTABEK",
        "AZIZ",
        "BOBUR",
        "SARDOR",
        "NODIRA",
        "DILNOZA",
        "GULNORA",
        "MALIKA",
        "ZULFIYA",
        "FERUZA",
        "NILUFAR",
        "RUSTAM",
        "FIRDAVS",
        "FARRUKH",
        "SUHROB",
        "PARVIZ",
        "MANIZHA",
        "ZARINA",
        "SITORA",
        "MADINA",
        "AZAMAT",
        "BAKYT",
        "NURLAN",
        "ERMEK",
        "TALANT",
        "ULAN",
        "AIZADA",
        "AIGUL",
        "GULZAT",
        "DINARA",
        "CHOLPON",
        "ARMAN",
        "DAUREN",
        "YERLAN",
        "SERIK",
        "ASKAR",
        "TIMUR",
        "AIDANA",
        "ASEL",
        "SALTANAT",
        "ARMEN",
        "TIGRAN",
        "HAYK",
        "GEVORG",
        "ARAM",
        "VAHAGN",
        "ANI",
        "MARIAM",
        "LUSINE",
        "NARINE",
        "GAYANE",
        "ELCHIN",
        "RASHAD",
        "VUGAR",
        "ELNUR",
        "LEYLA",
        "AYSEL",
        "GUNAY",
        "SEVINJ",
        "ALEKSANDR",
        "SERGEI",
        "DMITRII",
        "ANDREI",
        "ALEKSEI",
        "MAKSIM",
        "VLADIMIR",
        "IVAN",
        "ANNA",
        "ELENA",
        "OLGA",
        "NATALIA",
        "TATIANA",
        "IRINA",
        "SVETLANA",
        "EKATERINA",
        "MARIIA",
        "MUHAMMAD",
        "MUKHAMMAD",
        "ALI",
        "MEHMET",
        "HASAN"
    };
    private static final String[] PATRONYMICS = {
        "",
        "",
        "",
        "",
        " SHAVKATOVICH",
        " RUSTAMOVNA",
        " SERGEEVICH",
        " ALEKSANDROVNA",
        " NURLANOVICH",
        " OGLU",
        " KIZI",
        " UGLI"
    };
    private static final String[] STATES = {
        "UZB", "UZB", "UZB", "TJK", "TJK", "KGZ", "KGZ", "KAZ", "KAZ", "RUS", "RUS", "ARM", "AZE",
        "GEO", "BLR", "TKM", "TUR", "IRN", "CHN", "D"
    };
    private static final String[] OFFICERS = {
        "a.grigoryan", "n.sargsyan", "d.karimov", "m.petrosyan", "s.asanova", "t.akhmetov"
    };
    private static final String[] REFUSALS = {
        "watchlist-hit", "document-expired", "overstay", "no-visa", "document-doubtful"
    };
    private static final String[] EXEMPTIONS = {
        "age-under-six",
        "diplomat",
        "mission-staff",
        "international-organization",
        "family-of-diplomat",
        "nationality"
    };

    private static final String[] SYLLABLES = {
        "BA", "DUR", "KHA", "LI", "MUR", "NO", "RAZ", "SHO", "TA", "VAL", "YE", "ZHA", "GUL", "BEK",
        "DAV", "SUL", "TEM", "UR", "ISH", "OR", "KUL", "MAN", "SAT", "YL"
    };
    private static final String[] ENDINGS = {"OV", "OVA", "EV", "EVA", "YAN", "ZODA", "LI", "ENKO"};

    private final RandomGenerator random;
    private final String node;
    private long wallMillis;

    /// @param node the lane's node that writes them
    /// @param fromMillis time of the first, milliseconds since 1970-01-01T00:00Z
    public SyntheticCrossings(long seed, String node, long fromMillis) {
        // The algorithm of java.util.Random is specified and will stay: the dictionary of SPEC.md
        // §3.3
        // is made from what it draws.
        this.random = RandomGeneratorFactory.of("Random").create(seed);
        this.node = node;
        this.wallMillis = fromMillis;
    }

    /// A crossing whose fingers were compared and whose templates and images are left out: what the
    /// wire is measured with.
    public PostRecord withoutTemplates() {
        return next(List.of(), null);
    }

    /// A crossing with four fingers and a face by reference, and templates of so many bytes.
    public PostRecord withBiometrics(int templateBytes) {
        List<Finger> fingers = new ArrayList<>();
        for (int position = 2; position <= 5; position++) {
            fingers.add(
                    new Finger(position, 40 + random.nextInt(55), bytes(templateBytes), bytes(32)));
        }
        return next(fingers, new Face(50 + random.nextInt(50), bytes(32)));
    }

    public PostRecord audit() {
        String[][] said = {
            {"start", "forpost 0.1.0 started; journal checked, 3 segments"},
            {"link-lost", "no acknowledgement for 20 s"},
            {"link-up", "the hub has said where each chain stands"},
            {"release-installed", "watchlist " + (40 + random.nextInt(9)) + " is in force"},
            {"device-refused", "capture refused: quality 31, at least 40 expected"},
        };
        String[] one = pick(said);
        return record(new Audit(one[0], one[1]));
    }

    private PostRecord next(List<Finger> fingers, @Nullable Face face) {
        wallMillis += 18_000 + random.nextInt(60_000);
        String state = pick(STATES);
        int chance = random.nextInt(100);
        Exemption exemption = chance < 6 ? new Exemption(pick(EXEMPTIONS), "2026.1") : null;
        boolean refused = chance >= 97;
        Comparison comparison =
                exemption != null ? null : new Comparison(41, 100_000, candidates(chance), null);
        return record(
                new Crossing(
                        random.nextInt(10) < 6 ? Direction.ENTRY : Direction.EXIT,
                        new Document("P", state, documentNumber(state)),
                        new Person(
                                surname(),
                                given(),
                                birthDate(),
                                state,
                                random.nextInt(100) < 58 ? "M" : "F"),
                        exemption == null ? Category.ORDINARY : category(exemption),
                        exemption,
                        exemption == null ? fingers : List.of(),
                        chance >= 94 && chance < 96 && exemption == null
                                ? List.of(
                                        new FingerException(
                                                1 + random.nextInt(10),
                                                FingerException.Reason.MISSING,
                                                true))
                                : List.of(),
                        exemption == null ? face : null,
                        comparison,
                        new Decision(
                                refused ? Outcome.REFUSE : Outcome.ADMIT,
                                refused ? pick(REFUSALS) : "",
                                OFFICERS[(int) (wallMillis / 14_400_000 % OFFICERS.length)]),
                        exemption == null ? List.of("SLAP-0001", "FACE-0001") : List.of()));
    }

    private static Category category(Exemption exemption) {
        return switch (exemption.code()) {
            case "diplomat" -> Category.DIPLOMAT;
            case "mission-staff" -> Category.MISSION_STAFF;
            case "international-organization" -> Category.INTERNATIONAL_ORGANIZATION;
            case "family-of-diplomat" -> Category.FAMILY_OF_DIPLOMAT;
            default -> Category.ORDINARY;
        };
    }

    private List<Candidate> candidates(int chance) {
        return chance >= 96
                ? List.of(
                        new Candidate(
                                "N-" + (1000 + random.nextInt(9000)),
                                1 + random.nextInt(10),
                                4_000 + random.nextInt(8_000)))
                : List.of();
    }

    private PostRecord record(Body body) {
        return new PostRecord(
                RecordId.of(bytes(RecordId.BYTES)),
                node,
                new Stamp(wallMillis, 0, ClockTrust.SET_BY_HUB, wallMillis / 1000 % 3600),
                body);
    }

    private String surname() {
        if (random.nextInt(3) == 0) {
            return pick(SYLLABLES) + pick(SYLLABLES) + pick(ENDINGS);
        }
        return common(SURNAMES);
    }

    private String given() {
        return common(GIVEN) + pick(PATRONYMICS);
    }

    private String documentNumber(String state) {
        String digits = String.valueOf(1_000_000 + random.nextInt(9_000_000));
        return switch (state) {
            case "UZB" -> (random.nextBoolean() ? "FA" : "AD") + digits;
            case "TJK" -> "40" + digits;
            case "KGZ" -> (random.nextBoolean() ? "AC" : "PE") + digits;
            case "KAZ" -> "N1" + digits;
            case "RUS" -> "7" + random.nextInt(10) + digits;
            case "ARM" -> "AU0" + digits.substring(1);
            case "AZE" -> "C0" + digits;
            default -> (char) ('A' + random.nextInt(26)) + digits + random.nextInt(10);
        };
    }

    private int birthDate() {
        // A calendar takes the 20,000th of January 1945 as well.
        var date = new GregorianCalendar(1945, Calendar.JANUARY, 1 + random.nextInt(27_000));
        return date.get(Calendar.YEAR) * 10_000
                + (date.get(Calendar.MONTH) + 1) * 100
                + date.get(Calendar.DAY_OF_MONTH);
    }

    /// The lower of two draws: the front of a list comes more often.
    private String common(String[] names) {
        return names[Math.min(random.nextInt(names.length), random.nextInt(names.length))];
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
