package org.forpost.sim.scenario;

import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `7` or `1-12`.
record NumberRange(int first, int last) {
    List<Integer> numbers() {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    static final class Converter implements ITypeConverter<NumberRange> {
        @Override
        public NumberRange convert(String text) {
            String[] ends = text.split("-", -1);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (ends.length <= 2 && first >= 1 && first <= last) {
                    return new NumberRange(first, last);
                }
            } catch (NumberFormatException e) {
                // Said below, with what was expected.
            }
            throw new TypeConversionException("expected a number or a range such as 1-12");
        }
    }
}
