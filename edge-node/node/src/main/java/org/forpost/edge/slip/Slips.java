package org.forpost.edge.slip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.Words;
import org.forpost.edge.store.Written;
import org.forpost.protocol.record.Crossing;

/// Makes slips of one post. Safe for several threads.
public final class Slips {
    private final String post;
    private final ZoneId zone;

    /// @param post its name
    /// @param zone of the times on the slip
    public Slips(String post, ZoneId zone) {
        this.post = post;
        this.zone = zone;
    }

    /// One page of A5.
    ///
    /// @param rules whose words explain exemptions and reasons
    /// @throws IOException when the program's own font cannot be read
    public byte[] pdf(Written.Decided decided, RuleSet rules) throws IOException {
        try (PDDocument document = new PDDocument();
                SlipPage page = new SlipPage(document)) {
            var information = document.getDocumentInformation();
            information.setTitle("Forpost " + decided.id());
            document.getDocumentCatalog().setLanguage("ru");
            page.title(post);
            Half ru = new Half(Language.RU, decided, rules);
            ru.write(page);
            page.rule();
            new Half(Language.EN, decided, rules).write(page);
            page.end();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    private enum Language {
        RU(Locale.forLanguageTag("ru"), "d MMMM yyyy 'г.'"),
        EN(Locale.ENGLISH, "d MMMM yyyy");

        private final DateTimeFormatter day;

        Language(Locale locale, String pattern) {
            day = DateTimeFormatter.ofPattern(pattern, locale);
        }

        String of(Words words) {
            return this == RU ? words.ru() : words.en();
        }
    }

    /// What the slip says in one language.
    private final class Half {
        private final Language language;
        private final Written.Decided decided;
        private final RuleSet rules;

        Half(Language language, Written.Decided decided, RuleSet rules) {
            this.language = language;
            this.decided = decided;
            this.rules = rules;
        }

        private String say(String ru, String en) {
            return language == Language.RU ? ru : en;
        }

        void write(SlipPage page) throws IOException {
            Crossing crossing = decided.standing();
            Crossing.Decision decision = decided.decision();
            page.heading(heading(crossing.direction(), decision.outcome()));
            page.line(
                    say("Когда", "When"),
                    language.day.format(decided.at().atZone(zone))
                            + decided.at()
                                    .atZone(zone)
                                    .format(DateTimeFormatter.ofPattern(", HH:mm (xxx)")));
            page.line(
                    say("Кто", "Who"),
                    (crossing.person().surname() + " " + crossing.person().givenNames()).strip());
            page.line(
                    say("Документ", "Document"),
                    crossing.document().issuer() + " " + crossing.document().number());
            until(page, crossing);
            if (decision.outcome() != Crossing.Outcome.ADMIT) {
                page.line(say("Причина", "Reason"), reason(decision));
            }
            page.line(say("Биометрия", "Biometrics"), taken(decided.crossing()));
            page.line(say("Запись №", "Record No."), decided.id().toString());
            page.line(
                    say("Вопросы", "Questions"),
                    rules.questions()
                            .map(language::of)
                            .orElse(
                                    say(
                                            "К начальнику смены этого пункта пропуска.",
                                            "To the head of the shift at this post.")));
        }

        private String heading(Crossing.Direction direction, Crossing.Outcome outcome) {
            boolean entry = direction == Crossing.Direction.ENTRY;
            return switch (outcome) {
                case ADMIT ->
                        entry
                                ? say("Въезд разрешён", "Entry allowed")
                                : say("Выезд разрешён", "Exit allowed");
                case REFUSE ->
                        entry
                                ? say("Во въезде отказано", "Entry refused")
                                : say("В выезде отказано", "Exit refused");
                case REFER ->
                        say("Направлен(а) на вторую линию контроля", "Referred to the second line");
            };
        }

        private void until(SlipPage page, Crossing crossing) throws IOException {
            int day = decided.stayUntil();
            if (crossing.direction() == Crossing.Direction.ENTRY && day != 0) {
                LocalDate last = LocalDate.of(day / 10_000, day / 100 % 100, day % 100);
                page.box(
                        say("Выехать не позднее", "Leave by"),
                        language.day.format(last),
                        say("включительно", "that day included"));
            }
        }

        private String reason(Crossing.Decision decision) {
            String code = decision.reason().replaceFirst(":.*", "");
            return rules.reasons().stream()
                    .filter(one -> one.outcome() == decision.outcome() && one.code().equals(code))
                    .findFirst()
                    .map(one -> language.of(one.words()))
                    .orElse(decision.reason());
        }

        private String taken(Crossing crossing) {
            if (crossing.exemption() != null) {
                return say(
                        "Не снималась: лицо освобождено по закону ("
                                + crossing.exemption().code()
                                + ", правила "
                                + crossing.exemption().rules()
                                + ").",
                        "None taken: exempt by law ("
                                + crossing.exemption().code()
                                + ", rules "
                                + crossing.exemption().rules()
                                + ").");
            }
            List<Crossing.Finger> fingers = crossing.fingers();
            if (fingers.isEmpty() && crossing.face() == null) {
                return say("Не снималась.", "None taken.");
            }
            if (fingers.isEmpty()) {
                return say(
                        "Изображение лица; отпечатки пальцев не снимались. Снято для установления"
                                + " личности при пересечении границы.",
                        "An image of the face; no fingerprints. Taken to establish identity at the"
                                + " border.");
            }
            return say(
                    "Отпечатки пальцев: "
                            + fingers.size()
                            + (crossing.face() == null ? "." : "; изображение лица.")
                            + " Сняты для установления личности при пересечении границы и"
                            + " сравнения со списками контроля.",
                    "Fingerprints: "
                            + fingers.size()
                            + (crossing.face() == null ? "." : "; an image of the face.")
                            + " Taken to establish identity at the border and to compare it with"
                            + " watchlists.");
        }
    }
}
