package ge.khidi.sharing.rulebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers worth keeping: so many, and of those the ones that were asked for last. */
public final class Remembered {

    public static <K, V> Map<K, V> atMost(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    private Remembered() {}
}
