package ge.khidi.analysis.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for the memory of all stores together. Kafka Streams by itself gives each store of each partition a cache of 50 MB and
 * buffers of 48 MB. Indexes and filters are held in the same cache, or they would grow beside it.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    /** The bound in bytes, among the settings of Kafka Streams. */
    static final String MEMORY = "khidi.state.memory";

    private static final double SHARE_OF_BUFFERS = 0.4;
    private static final double SHARE_OF_INDEXES = 0.2;
    private static final int BUFFER = 1 << 20;

    private static @Nullable Memory shared;

    private record Memory(Cache cache, WriteBufferManager buffers) {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Memory memory = memory(Long.parseLong(String.valueOf(configs.get(MEMORY))));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.buffers);
        options.setWriteBufferSize(BUFFER);
        options.setMaxWriteBufferNumber(2);
    }

    /** What is shared stays for the next store. */
    @Override
    public void close(String storeName, Options options) {}

    private static synchronized Memory memory(long bytes) {
        Memory known = shared;
        if (known == null) {
            RocksDB.loadLibrary();
            Cache cache = new LRUCache(bytes, -1, false, SHARE_OF_INDEXES);
            known = new Memory(cache, new WriteBufferManager((long) (bytes * SHARE_OF_BUFFERS), cache));
            shared = known;
        }
        return known;
    }
}
