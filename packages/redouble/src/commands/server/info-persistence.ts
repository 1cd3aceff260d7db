import type { Context } from '../../command/context.ts'
import { type InfoField, VALKEY_9, zeros } from './info-field.ts'

/** What is saved and loaded; an append-only file there is none of. */
export function persistence({ server, config, now }: Context): readonly InfoField[] {
  const { saving, stats } = server
  const { running, lastLoad, lastSeconds } = saving
  const isWhat = (job: string): number => (running === job ? 1 : 0)
  const elapsed = Math.floor(now / 1000) - Math.floor(saving.runningSince / 1000)
  const keys = server.databases.reduce((sum, db) => sum + db.size, 0)
  return [
    ...zeros(['loading', 'async_loading', 'current_cow_peak', 'current_cow_size']),
    ['current_cow_size_age', 0],
    ['current_fork_perc', '0.00'],
    ['current_save_keys_processed', 0],
    ['current_save_keys_total', running === null ? 0 : keys],
    ['rdb_changes_since_last_save', stats.dirty],
    ['rdb_bgsave_in_progress', isWhat('rdb')],
    ['rdb_last_save_time', Math.floor(saving.savedAt / 1000)],
    ['rdb_last_bgsave_status', saving.succeeded ? 'ok' : 'err'],
    ['rdb_last_bgsave_time_sec', lastSeconds.rdb],
    ['rdb_current_bgsave_time_sec', running === 'rdb' ? elapsed : -1],
    ['rdb_saves', saving.attempts],
    ['rdb_last_cow_size', 0],
    ['rdb_last_load_keys_expired', lastLoad.expired],
    ['rdb_last_load_keys_loaded', lastLoad.loaded],
    ['aof_enabled', config.stored.get('appendonly') === 'yes' ? 1 : 0],
    ['aof_rewrite_in_progress', isWhat('aof')],
    ['aof_rewrite_scheduled', saving.scheduled.has('aof') ? 1 : 0],
    ['aof_last_rewrite_time_sec', lastSeconds.aof],
    ['aof_current_rewrite_time_sec', running === 'aof' ? elapsed : -1],
    ['aof_last_bgrewrite_status', 'ok'],
    ['aof_rewrites', saving.rewrites],
    ['aof_rewrites_consecutive_failures', 0],
    ['aof_last_write_status', 'ok'],
    ...zeros(['aof_last_cow_size', 'module_fork_in_progress', 'module_fork_last_cow_size']),
    ['slot_migration_fork_in_progress', 0, VALKEY_9],
  ]
}
