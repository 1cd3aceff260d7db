import type { Engine } from '../engine/engine.ts'
import { CorruptRdb } from '../rdb/corrupt.ts'
import type { Log } from './log.ts'
import { type Settings, StartRefused } from './settings.ts'

/**
 * Loads what was saved. A server loads any `dump.rdb` of the folder that it was started in; a
 * double for tests only one that was spoken of, by `dir`, `dbfilename` or `save`.
 */
export function loadSaved(engine: Engine, { config }: Settings, log: Log): void {
  const { stored } = config
  const isAskedFor = ['dir', 'dbfilename', 'save'].some((name) => stored.has(name))
  if (!stored.has('dir')) stored.set('dir', process.cwd())
  if (!isAskedFor) return
  try {
    const report = engine.saving.loadAtStart()
    if (report === null) return
    const { loaded, expired } = report
    log.line('notice', `Done loading RDB, keys loaded: ${loaded}, keys expired: ${expired}.`)
  } catch (error) {
    const why = error instanceof CorruptRdb ? error.reason : (error as Error).message
    throw new StartRefused(`Fatal error loading the DB: ${why}. Exiting.`)
  }
}

/** Saves at the end what rules were to save, as a server that gets SIGTERM does. */
export function saveAtEnd(engine: Engine, log: Log): void {
  if (!engine.saving.hasRules) return
  log.line('notice', 'Saving the final RDB snapshot before exiting.')
  const line = engine.saving.save() ? 'DB saved on disk' : 'Error saving DB on disk'
  log.line(engine.saving.succeeded ? 'notice' : 'warning', line)
}
