package org.forpost.edge.slip;

import java.awt.Color;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Lays words on a page of A5, from the top down. Lengths are in points, 1/72 inch.
final class SlipPage implements Closeable {
    /// Liberation Sans (SIL Open Font License 1.1), which PDFBox brings along for its own use.
    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final float MARGIN = 34;
    private static final float LABEL = 78;
    private static final float TEXT = 9.5f;
    private static final float HEADING = 15;
    private static final float LEADING = 1.32f;
    private static final Color SOFT = new Color(0x44525c);

    private final PDPageContentStream out;
    private final PDFont font;
    private final float width;
    private float y;

    SlipPage(PDDocument document) throws IOException {
        PDPage page = new PDPage(PDRectangle.A5);
        document.addPage(page);
        try (InputStream in = Objects.requireNonNull(PDFont.class.getResourceAsStream(FONT))) {
            font = PDType0Font.load(document, in, true);
        }
        out = new PDPageContentStream(document, page);
        width = PDRectangle.A5.getWidth();
        y = PDRectangle.A5.getHeight() - MARGIN;
    }

    void title(String post) throws IOException {
        text(MARGIN, 10, SOFT, "FORPOST · " + post);
        y -= 10;
        rule();
    }

    void rule() throws IOException {
        y -= 4;
        out.setStrokingColor(SOFT);
        out.setLineWidth(0.7f);
        out.moveTo(MARGIN, y);
        out.lineTo(width - MARGIN, y);
        out.stroke();
        y -= 22;
    }

    void heading(String words) throws IOException {
        for (String part : wrapped(words, HEADING, width - 2 * MARGIN)) {
            text(MARGIN, HEADING, Color.BLACK, part);
            y -= HEADING * LEADING;
        }
        y -= 2;
    }

    void line(String label, String words) throws IOException {
        text(MARGIN, TEXT, SOFT, label);
        for (String part : wrapped(words, TEXT, width - 2 * MARGIN - LABEL)) {
            text(MARGIN + LABEL, TEXT, Color.BLACK, part);
            y -= TEXT * LEADING;
        }
        y -= 2.5f;
    }

    /// What must not be overlooked.
    void box(String before, String words, String after) throws IOException {
        float height = 38;
        y -= 12;
        out.setStrokingColor(Color.BLACK);
        out.setLineWidth(1.6f);
        out.addRect(MARGIN, y - height + 8, width - 2 * MARGIN, height);
        out.stroke();
        y -= 4;
        text(MARGIN + 8, TEXT, SOFT, before);
        text(MARGIN + 8 + wide(before, TEXT) + 6 + wide(words, 17) + 6, TEXT, SOFT, after);
        y -= 12;
        y += 9;
        text(MARGIN + 8 + wide(before, TEXT) + 6, 17, Color.BLACK, words);
        y -= height - 1;
    }

    private void text(float x, float size, Color colour, String words) throws IOException {
        out.beginText();
        out.setFont(font, size);
        out.setNonStrokingColor(colour);
        out.newLineAtOffset(x, y - size * 0.8f);
        out.showText(printable(words));
        out.endText();
    }

    private List<String> wrapped(String words, float size, float room) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!line.isEmpty() && wide(line + " " + word, size) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private float wide(String words, float size) throws IOException {
        return font.getStringWidth(printable(words)) / 1000 * size;
    }

    /// A letter that the font does not have is shown as a question mark, not left out.
    private String printable(String words) {
        StringBuilder printable = new StringBuilder();
        words.codePoints()
                .forEach(letter -> {
                    String one = Character.toString(letter);
                    printable.append(has(one) ? one : "?");
                });
        return printable.toString();
    }

    private boolean has(String letter) {
        try {
            return font.encode(letter).length > 0;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    void end() throws IOException {
        out.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
