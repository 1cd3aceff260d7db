import { quoteBytes } from '../kernel/bytes.ts'
import { StatusReply } from '../resp/reply.ts'

/** `1700000000.123456 [0 127.0.0.1:50000] "get" "k"`, as MONITOR sends it. */
export function monitorLine(
  micros: number,
  dbIndex: number,
  source: string,
  argv: readonly string[],
): StatusReply {
  const seconds = Math.floor(micros / 1e6)
  const fraction = String(Math.floor(micros % 1e6)).padStart(6, '0')
  const words = argv.map((arg) => quoteBytes(arg)).join(' ')
  return new StatusReply(`${seconds}.${fraction} [${dbIndex} ${source}] ${words}`)
}
