package org.forpost.edge.watchlist.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A name is written in one alphabet on the list and in another in the passport.
class NameIndexTest {
    @ParameterizedTest
    @CsvSource({
        "Щербаков, SHCHERBAKOV",
        "Щербаков, SCHERBAKOW",
        "Щербаков, CHTCHERBAKOFF",
        "Хрущев, KHRUSHCHEV",
        "Юлия, YULIA",
        "Юлия, IULIIA",
        "Достоевский, DOSTOEVSKY",
        "Достоевский, DOSTOJEVSKIJ",
        "Жумабаев, ZHUMABAYEV",
        "Соловьёв, SOLOVEV",
        "Соловьёв, SOLOVYOV",
        "Чайковский, TCHAIKOVSKY",
        "Müller, MUELLER",
        "Çelik, CELIK",
        "محمد, MHMD",
    })
    void aNameSoundsAlikeInEverySpelling(String one, String other) {
        NameIndex index = NameIndex.of(Map.of("n", new SoughtName(one, "", 0, "")));
        List<NameCandidate> found = index.search(new SoughtName(other, "", 0, ""), 5);
        assertEquals(
                1,
                found.size(),
                () -> FoldedName.words(one) + " is not " + FoldedName.words(other));
    }

    @Test
    void candidatesAreRankedWithTheirReasons() {
        Map<String, SoughtName> list = new LinkedHashMap<>();
        list.put("same", new SoughtName("Петров", "Иван", 19800203, "UTO"));
        list.put("swapped", new SoughtName("Petrov", "Ivan", 19800302, "UTO"));
        list.put("letter", new SoughtName("Petrow", "Iwan", 19800203, "XXX"));
        list.put("slip", new SoughtName("Petrok", "Ivan", 19800203, "XXX"));
        list.put("order", new SoughtName("Ivan", "Petrov", 19800203, "XXX"));
        list.put("patronymic", new SoughtName("Petrov", "Ivan Sergeevich", 19800203, "XXX"));
        list.put("old", new SoughtName("Petrov", "Ivan", 19410622, "UTO"));
        list.put("other", new SoughtName("Sidorov", "Ivan", 19800203, "UTO"));
        List<NameCandidate> found =
                NameIndex.of(list).search(new SoughtName("PETROV", "IVAN", 19800203, "UTO"), 16);

        Map<String, NameCandidate> byId = new HashMap<>();
        found.forEach(candidate -> byId.put(candidate.nominal(), candidate));
        assertEquals("same", found.getFirst().nominal());
        assertEquals(
                List.of(
                        NameReason.SAME_WHEN_TRANSLITERATED,
                        NameReason.SAME_BIRTH_DATE,
                        NameReason.SAME_NATIONALITY),
                found.getFirst().reasons());
        assertReason(byId, "swapped", NameReason.BIRTH_DAY_AND_MONTH_SWAPPED);
        assertReason(byId, "letter", NameReason.SAME_WHEN_TRANSLITERATED);
        assertReason(byId, "slip", NameReason.ONE_LETTER_DIFFERS);
        assertReason(byId, "order", NameReason.OTHER_ORDER);
        assertReason(byId, "patronymic", NameReason.A_NAME_MORE);
        assertReason(byId, "old", NameReason.OTHER_BIRTH_DATE);
        assertEquals("old", found.getLast().nominal());
        assertTrue(!byId.containsKey("other"));
    }

    private static void assertReason(
            Map<String, NameCandidate> byId, String nominal, NameReason reason) {
        NameCandidate candidate = byId.get(nominal);
        assertTrue(candidate != null, nominal);
        assertTrue(candidate.reasons().contains(reason), candidate.toString());
    }

    @Test
    void marksThatTurnTheDirectionOfTextAndOtherTricksChangeNothing() {
        NameIndex index = NameIndex.of(Map.of("n", new SoughtName("Petrov", "Ivan", 0, "")));
        for (String trick :
                List.of("\u202ePetrov", "Pet\u200brov", "<b>Petrov</b>", "ＰＥＴＲＯＶ", "Pétrov")) {
            assertEquals(
                    1,
                    index.search(
                                    new SoughtName(
                                            trick.replace("<b>", "").replace("</b>", ""),
                                            "Ivan",
                                            0,
                                            ""),
                                    5)
                            .size(),
                    trick);
        }
        assertEquals(List.of(), index.search(new SoughtName("", "", 0, ""), 5));
        assertEquals(List.of(), index.search(new SoughtName("??".repeat(90_000), "", 0, ""), 5));
    }

    @Test
    void aStrangerAmongTenThousandBringsUpFewAndTheRightOneIsFirst() {
        Random random = new Random(3);
        String[] parts = {"bek", "ov", "an", "shen", "kur", "ma", "ta", "li", "go", "zha", "mir"};
        Map<String, SoughtName> list = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            StringBuilder surname = new StringBuilder();
            StringBuilder given = new StringBuilder();
            for (int p = 0; p < 3; p++) {
                surname.append(parts[random.nextInt(parts.length)]);
                given.append(parts[random.nextInt(parts.length)]);
            }
            list.put(
                    "n" + i,
                    new SoughtName(
                            surname.toString(),
                            given.toString(),
                            19500101 + random.nextInt(50) * 10_000 + random.nextInt(12) * 100,
                            ""));
        }
        NameIndex index = NameIndex.of(list);
        SoughtName wanted = Objects.requireNonNull(list.get("n77"));
        assertEquals("n77", index.search(wanted, 5).getFirst().nominal());
        assertTrue(index.search(new SoughtName("Wolfgang", "Xaver", 19700101, ""), 5).isEmpty());
    }
}
