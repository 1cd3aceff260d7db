import type { Command } from '../command/define.ts'
import { quoteBytes } from '../kernel/bytes.ts'
import { StatusReply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
import { redacted } from './redaction.ts'
import type { Session } from './session.ts'

/**
 * Shows a call to the clients that MONITOR. The servers do so after the call, which is why SELECT
 * appears in the database that it selects; scripts appear before the calls that they make.
 */
export function feedMonitors(
  engine: Engine,
  session: Session,
  command: Command,
  argv: readonly string[],
  isScript: boolean,
): void {
  if (command.flags.includes('admin')) return
  const source = isScript ? 'lua' : session.address
  const words = redacted(command, argv)
  const isPlain = engine.profile.quirks.monitorShowsPlainQuotes
  const line = monitorLine(engine.clock.nowMicros(), session.dbIndex, source, words, isPlain)
  for (const monitor of engine.monitors) (monitor as Session).push(line, true)
}

/** `1700000000.123456 [0 127.0.0.1:50000] "get" "k"`, as MONITOR sends it. */
export function monitorLine(
  micros: number,
  dbIndex: number,
  source: string,
  argv: readonly string[],
  isPlain = false,
): StatusReply {
  const seconds = Math.floor(micros / 1e6)
  const fraction = String(Math.floor(micros % 1e6)).padStart(6, '0')
  const words = argv.map((arg) => quoteBytes(arg, isPlain)).join(' ')
  return new StatusReply(`${seconds}.${fraction} [${dbIndex} ${source}] ${words}`)
}
