package org.forpost.edge.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CyrillicSuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "IVANOV, ИВАНОВ",
        "SERGEI, СЕРГЕЙ",
        "DMITRII, ДМИТРИЙ",
        "SHCHERBAKOV, ЩЕРБАКОВ",
        "KHRUSHCHEV, ХРУЩЕВ",
        "IULIIA, ЮЛИЯ",
        "YAKOV, ЯКОВ",
        "NURSULTAN, НУРСУЛТАН",
        "JAHONGIR, ДЖАХОНГИР",
        "ZHUMABAEV, ЖУМАБАЕВ",
        "EDUARD, ЭДУАРД",
        "ANNA MARIA, АННА МАРИЯ",
    })
    void aNameIsGivenBackAsItIsUsuallyWritten(String latin, String russian) {
        assertEquals(russian, CyrillicSuggestion.of(latin));
    }
}
