package org.forpost.hub.watchlist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.release.Watchlist.LostDocument;
import org.jspecify.annotations.Nullable;

/// A list of nominals as a person or a national system hands it in:
///
/// ```
/// {"nominals": [{"id": "N-0001", "surname": "ERIKSSON", "givenNames": "ANNA MARIA", "birthDate": "1979-03-14",
///                "nationality": "UTO", "action": "Refer to second line",
///                "fingers": [{"position": 2, "image": "right-index.png", "dpi": 500}]}],
///  "documents": [{"issuer": "UTO", "number": "L898902C3", "status": "stolen", "action": "Keep it"}]}
/// ```
///
/// `documents`, which may be absent, are those that nobody should hold any more: `stolen`, `lost`
/// or `revoked`.
///
/// `birthDate` may be absent when it is unknown, `fingers` when there are none, `dpi` when it is
/// 500. Images are named relative to the file and lie in its folder or below. A property that is
/// not named here is refused: a misspelt `fingers` must not publish a person whom no scanner will
/// find.
final class NominalsFile {
    /// 500,000 nominals at 200 bytes each, and no more than the heap can parse.
    private static final long MAX_BYTES = 128L << 20;

    /// An uncompressed slap at 1,000 dpi.
    private static final long MAX_IMAGE_BYTES = 16L << 20;

    private static final int MAX_FINGERS = 20;

    private NominalsFile() {}

    /// @param birthDate yyyymmdd, 0 when unknown
    record Nominal(
            String id,
            String surname,
            String givenNames,
            int birthDate,
            String nationality,
            String action,
            List<FingerImage> fingers) {}

    /// @param position ISO/IEC 19794 finger position, 0 when unknown
    /// @param image an existing file below the list's folder
    /// @param dpi dots per inch
    record FingerImage(int position, Path image, double dpi) {
        byte[] read() throws IOException {
            if (Files.size(image) > MAX_IMAGE_BYTES) {
                throw new IOException(
                        image + ": an image of at most " + MAX_IMAGE_BYTES + " bytes is taken");
            }
            return Files.readAllBytes(image);
        }
    }

    /// The whole file, read and checked.
    record Lists(List<Nominal> nominals, List<LostDocument> documents) {}

    private record RawList(
            @Nullable List<RawNominal> nominals, @Nullable List<RawDocument> documents) {}

    private record RawDocument(
            @Nullable String issuer,
            @Nullable String number,
            @Nullable String status,
            @Nullable String action) {}

    private record RawNominal(
            @Nullable String id,
            @Nullable String surname,
            @Nullable String givenNames,
            @Nullable String birthDate,
            @Nullable String nationality,
            @Nullable String action,
            @Nullable List<RawFinger> fingers) {}

    private record RawFinger(
            @Nullable Integer position, @Nullable String image, @Nullable Double dpi) {}

    /// Reads and checks a list; no image is opened yet.
    ///
    /// @throws IOException naming the nominal and the property that is not as it has to be
    static Lists read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": a list of at most " + MAX_BYTES + " bytes is taken");
        }
        RawList raw;
        try {
            raw =
                    new ObjectMapper()
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readValue(file.toFile(), RawList.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file
                            + ": line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                            + ": "
                            + e.getOriginalMessage(),
                    e);
        }
        @Nullable List<RawNominal> listed = raw == null ? null : raw.nominals();
        if (listed == null) {
            throw new IOException(file + ": expected {\"nominals\": [...]}");
        }
        if (listed.size() > Watchlist.MAX_NOMINALS) {
            throw new IOException(file + ": more than " + Watchlist.MAX_NOMINALS + " nominals");
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IOException(file + ": is no file");
        }
        var checking = new Checking(file, folder.toRealPath());
        List<Nominal> nominals = new ArrayList<>(listed.size());
        for (int i = 0; i < listed.size(); i++) {
            nominals.add(checking.nominal("nominals[" + i + "]", listed.get(i)));
        }
        List<LostDocument> documents = new ArrayList<>();
        @Nullable List<RawDocument> lost = raw.documents();
        if (lost != null) {
            if (lost.size() > Watchlist.MAX_DOCUMENTS) {
                throw new IOException(
                        file + ": more than " + Watchlist.MAX_DOCUMENTS + " documents");
            }
            for (int i = 0; i < lost.size(); i++) {
                documents.add(checking.document("documents[" + i + "]", lost.get(i)));
            }
        }
        return new Lists(nominals, documents);
    }

    private static final class Checking {
        private final Path file;
        private final Path folder;
        private final Set<String> ids = new HashSet<>();

        Checking(Path file, Path folder) {
            this.file = file;
            this.folder = folder;
        }

        Nominal nominal(String at, @Nullable RawNominal raw) throws IOException {
            if (raw == null) {
                throw wrong(at, "expected an object");
            }
            String id = text(at + ".id", raw.id(), 1, 64);
            if (!ids.add(id)) {
                throw wrong(at + ".id", "\"" + id + "\" is on the list twice");
            }
            String nationality = text(at + ".nationality", raw.nationality(), 1, 3);
            List<FingerImage> fingers = new ArrayList<>();
            @Nullable List<RawFinger> listed = raw.fingers();
            if (listed != null) {
                if (listed.size() > MAX_FINGERS) {
                    throw wrong(at + ".fingers", "at most " + MAX_FINGERS + " are taken");
                }
                for (int i = 0; i < listed.size(); i++) {
                    fingers.add(finger(at + ".fingers[" + i + "]", listed.get(i)));
                }
            }
            return new Nominal(
                    id,
                    text(at + ".surname", raw.surname(), 1, 160),
                    text(at + ".givenNames", raw.givenNames(), 0, 160),
                    birthDate(at + ".birthDate", raw.birthDate()),
                    nationality,
                    text(at + ".action", raw.action(), 1, 512),
                    fingers);
        }

        LostDocument document(String at, @Nullable RawDocument raw) throws IOException {
            if (raw == null) {
                throw wrong(at, "expected an object");
            }
            String word = text(at + ".status", raw.status(), 1, 16);
            LostDocument.Status status =
                    switch (word) {
                        case "stolen" -> LostDocument.Status.STOLEN;
                        case "lost" -> LostDocument.Status.LOST;
                        case "revoked" -> LostDocument.Status.REVOKED;
                        default -> throw wrong(at + ".status", "expected stolen, lost or revoked");
                    };
            return new LostDocument(
                    text(at + ".issuer", raw.issuer(), 1, 3),
                    text(at + ".number", raw.number(), 1, LostDocument.MAX_NUMBER),
                    status,
                    text(at + ".action", raw.action(), 1, 512));
        }

        private FingerImage finger(String at, @Nullable RawFinger raw) throws IOException {
            if (raw == null) {
                throw wrong(at, "expected an object");
            }
            @Nullable Integer position = raw.position();
            if (position == null || position < 0 || position > 10) {
                throw wrong(
                        at + ".position",
                        "expected 1 (right thumb) to 10 (left little), or 0 when unknown");
            }
            double dpi = raw.dpi() == null ? 500 : raw.dpi();
            return new FingerImage(
                    position, inside(at + ".image", text(at + ".image", raw.image(), 1, 512)), dpi);
        }

        private Path inside(String at, String name) throws IOException {
            Path image = folder.resolve(name).normalize();
            if (!Files.isRegularFile(image)) {
                throw wrong(at, "there is no file " + image);
            }
            // After symbolic links, so that a list from elsewhere cannot read other files of this
            // machine.
            Path real = image.toRealPath();
            if (!real.startsWith(folder)) {
                throw wrong(at, "\"" + name + "\" leads out of the list's folder");
            }
            return real;
        }

        private int birthDate(String at, @Nullable String date) throws IOException {
            if (date == null || date.isEmpty()) {
                return 0;
            }
            try {
                LocalDate day = LocalDate.parse(date);
                return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
            } catch (DateTimeParseException e) {
                throw wrong(at, "expected a date such as 1979-03-14, found \"" + date + "\"");
            }
        }

        private String text(String at, @Nullable String value, int least, int most)
                throws IOException {
            String found = value == null ? "" : value.strip();
            if (found.length() < least || found.length() > most) {
                throw wrong(at, "expected " + least + " to " + most + " characters");
            }
            return found;
        }

        private IOException wrong(String at, String what) {
            return new IOException(file + ": " + at + ": " + what);
        }
    }
}
