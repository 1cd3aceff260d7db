import type { Command } from '../command/define.ts'
import type { Engine } from './engine.ts'
import { redacted } from './redaction.ts'
import type { Session } from './session.ts'

const MAX_ARGS = 32
const MAX_BYTES = 128

/** Puts a call into SLOWLOG when it took long enough. */
export function logIfSlow(
  engine: Engine,
  session: Session,
  command: Command,
  argv: readonly string[],
  micros: number,
): void {
  const { config, slowlog } = engine
  const threshold = config.slowlogLogSlowerThanMicros
  if (threshold < 0 || micros < threshold || config.slowlogMaxLen === 0) return
  if (command.flags.includes('skip_slowlog')) return
  slowlog.unshift({
    id: engine.nextSlowlogId++,
    timeSeconds: Math.floor(engine.now / 1000),
    micros: Math.round(micros),
    argv: shortened(redacted(command, argv)),
    address: session.address,
    name: session.name,
  })
  slowlog.length = Math.min(slowlog.length, config.slowlogMaxLen)
}

/** Tells the latency monitor of a call that took long enough. */
export function noteLatency(engine: Engine, command: Command, micros: number): void {
  const ms = Math.floor(micros / 1000)
  if (ms < engine.config.latencyMonitorThresholdMs) return
  const event = command.flags.includes('fast') ? 'fast-command' : 'command'
  engine.latency.add(event, Math.floor(engine.clock.now() / 1000), ms)
}

/** SLOWLOG keeps 32 arguments of 128 bytes and says how much more there was. */
function shortened(argv: readonly string[]): string[] {
  const kept = argv.length > MAX_ARGS ? argv.slice(0, MAX_ARGS - 1) : argv
  const out = kept.map((arg) =>
    arg.length > MAX_BYTES
      ? `${arg.slice(0, MAX_BYTES)}... (${arg.length - MAX_BYTES} more bytes)`
      : arg,
  )
  if (argv.length > MAX_ARGS) out.push(`... (${argv.length - MAX_ARGS + 1} more arguments)`)
  return out
}
