import type { WriteStream } from 'node:tty'

const WIDTH = 30
/** Drawing takes time from the jobs that are being timed, so it is done this often only. */
const REDRAW_JOBS = 20

/** On a terminal one line that is drawn again and again; elsewhere a plain line each quarter. */
export class ProgressBar {
  readonly #title: string
  readonly #total: number
  readonly #out: WriteStream
  readonly #unit: string
  #done = 0
  #phase = ''

  constructor(title: string, total: number, unit = 'jobs', out: WriteStream = process.stdout) {
    this.#unit = unit
    this.#title = title
    this.#total = total
    this.#out = out
  }

  phase(phase: string): void {
    this.#phase = phase
    this.#draw()
  }

  advance(done: number): void {
    this.#done = done
    if (done % REDRAW_JOBS === 0 || done === this.#total) this.#draw()
    if (!this.#out.isTTY && done % Math.ceil(this.#total / 4) === 0) this.#say()
  }

  /** Takes the line away, so that what is printed next stands in its place. */
  clear(): void {
    if (this.#out.isTTY) this.#out.write('\r\x1b[K')
  }

  #say(): void {
    this.#out.write(`  ${this.#title}: ${this.#done} of ${this.#total} ${this.#unit}\n`)
  }

  #draw(): void {
    if (!this.#out.isTTY) return
    const full = Math.round((this.#done / this.#total) * WIDTH)
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full)
    const count = `${this.#done}`.padStart(`${this.#total}`.length)
    const line = `  ${this.#title}  ${bar}  ${count} of ${this.#total}  ${this.#phase}`
    // A line that wraps cannot be drawn over.
    this.#out.write(`\r\x1b[K${line.slice(0, this.#out.columns - 1)}`)
  }
}
