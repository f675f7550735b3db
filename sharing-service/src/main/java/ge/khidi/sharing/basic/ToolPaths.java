package ge.khidi.sharing.basic;

import java.util.Set;

/** The paths of tools that cannot do OAuth. */
final class ToolPaths {

    private static final Set<String> FOLDERS = Set.of("/taxii2/", "/misp/");
    private static final Set<String> PATHS = Set.of("/taxii2", "/misp", "/v1/feed.csv", "/v1/feed/rights");

    private ToolPaths() {}

    /** {@code path} is normalized: nothing in it stands for another. */
    static boolean has(String path) {
        return PATHS.contains(path) || FOLDERS.stream().anyMatch(path::startsWith);
    }
}
