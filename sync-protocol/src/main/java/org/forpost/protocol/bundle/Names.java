package org.forpost.protocol.bundle;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names of the files of a bundle. Nothing is ever named by what stands in a file.
public final class Names {
    public static final String MANIFEST = "manifest.fpb";
    public static final String ANSWER = "answer.fpb";
    static final String PLAN = "plan.fpb";

    private static final String FOLDER = "forpost-bundle-";

    /// A node's name is a DNS label.
    private static final Pattern PACKED = Pattern.compile(FOLDER + "[A-Za-z0-9-]{1,63}");

    private Names() {}

    /// Of the folder into which a node packs.
    public static String folder(String node) {
        return FOLDER + node;
    }

    /// Whether a folder on a stick looks like one that a node packed.
    public static boolean isFolder(String name) {
        return PACKED.matcher(name).matches();
    }

    /// @param place from 0, as in the manifest
    public static String records(int place) {
        return String.format(Locale.ROOT, "records-%04d.fpb", place + 1);
    }

    /// @param role code of the role
    public static String release(int role) {
        return "release-" + role + ".fpb";
    }
}
