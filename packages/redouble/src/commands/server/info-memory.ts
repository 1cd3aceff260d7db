import { totalmem } from 'node:os'
import type { Context } from '../../command/context.ts'
import {
  FROM_7_4,
  humanBytes,
  type InfoField,
  type InfoSection,
  REDIS_8_0,
  REDIS_8_2,
  VALKEY_9,
  zeros,
} from './info-field.ts'
import { readMemory } from './memory-reading.ts'

/** What a server with these keys and clients would show. The allocator's part is a guess. */
function memory(context: Context): readonly InfoField[] {
  const { config, server, profile } = context
  const reading = readMemory(server)
  const { used, peak, startup, dataset, allocated, active, resident, rss } = reading
  const { evalMachineBytes, functionMachineBytes } = profile.quirks
  const { functions, scripts } = server
  const libraryBytes = profile.quirks.libraryBytes + functions.memoryBytes
  const human = (name: string, bytes: number): InfoField[] => [
    [name, bytes],
    [`${name}_human`, humanBytes(bytes)],
  ]
  return [
    ...human('used_memory', used),
    ...human('used_memory_rss', rss),
    ...human('used_memory_peak', peak),
    ['used_memory_peak_time', Math.floor(server.memory.peakAtMs / 1000), REDIS_8_2],
    ['used_memory_peak_perc', percent(used / peak)],
    ['used_memory_overhead', reading.overhead],
    ['used_memory_startup', startup],
    ['used_memory_dataset', dataset],
    ['used_memory_dataset_perc', percent(dataset / Math.max(1, used - startup))],
    ['allocator_allocated', allocated],
    ['allocator_active', active],
    ['allocator_resident', resident],
    ['allocator_muzzy', 0, FROM_7_4],
    ...human('total_system_memory', totalmem()),
    ['used_memory_lua', evalMachineBytes],
    ['used_memory_vm_eval', evalMachineBytes],
    ['used_memory_lua_human', humanBytes(evalMachineBytes)],
    ['used_memory_scripts_eval', scripts.memoryBytes],
    ['number_of_cached_scripts', scripts.count],
    ['number_of_functions', functions.functionCount],
    ['number_of_libraries', functions.libraryCount],
    ['used_memory_vm_functions', functionMachineBytes],
    ...human('used_memory_vm_total', evalMachineBytes + functionMachineBytes),
    ['used_memory_functions', libraryBytes],
    ...human('used_memory_scripts', scripts.memoryBytes + libraryBytes),
    ...human('maxmemory', config.maxmemory),
    ['maxmemory_policy', config.maxmemoryPolicy],
    ['allocator_frag_ratio', ratio(active, allocated)],
    ['allocator_frag_bytes', active - allocated],
    ['allocator_rss_ratio', ratio(resident, active)],
    ['allocator_rss_bytes', resident - active],
    ['rss_overhead_ratio', ratio(rss, resident)],
    ['rss_overhead_bytes', rss - resident],
    ['mem_fragmentation_ratio', ratio(rss, used)],
    ['mem_fragmentation_bytes', rss - used],
    ...zeros(['mem_not_counted_for_evict', 'mem_replication_backlog']),
    ['mem_total_replication_buffers', 0],
    ['mem_replicas_repl_buffer', 0, VALKEY_9],
    ['mem_replica_full_sync_buffer', 0, REDIS_8_0],
    ['mem_clients_slaves', 0],
    ['mem_clients_normal', reading.clients],
    ['mem_cluster_links', 0],
    ...zeros(['mem_cluster_slot_import', 'mem_cluster_slot_export'], VALKEY_9),
    ['mem_aof_buffer', 0],
    ['mem_allocator', 'v8'],
    ['mem_overhead_db_hashtable_rehashing', 0, FROM_7_4],
    ...zeros(['active_defrag_running', 'lazyfree_pending_objects', 'lazyfreed_objects']),
  ]
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`
}

function ratio(part: number, whole: number): string {
  return (part / Math.max(1, whole)).toFixed(2)
}

export const memorySection: InfoSection = { title: 'Memory', isDefault: true, fields: memory }
