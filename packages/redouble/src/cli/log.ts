import { systemClock } from '../kernel/clock.ts'

/** Levels as redis-server marks its lines. */
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning'

const MARKS: Readonly<Record<LogLevel, string>> = {
  debug: '.',
  verbose: '-',
  notice: '*',
  warning: '#',
}
const ORDER: readonly LogLevel[] = ['debug', 'verbose', 'notice', 'warning']
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Writes lines as redis-server does: `123:M 20 Nov 2026 07:57:01.974 * message`. */
export class Log {
  readonly #write: (line: string) => void
  readonly #threshold: number

  constructor(write: (line: string) => void, level: string) {
    this.#write = write
    this.#threshold = Math.max(0, ORDER.indexOf(level as LogLevel))
  }

  line(level: LogLevel, message: string): void {
    if (ORDER.indexOf(level) < this.#threshold) return
    this.#write(
      `${process.pid}:M ${stamp(new Date(systemClock.now()))} ${MARKS[level]} ${message}\n`,
    )
  }
}

function stamp(date: Date): string {
  const day = `${two(date.getDate())} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
