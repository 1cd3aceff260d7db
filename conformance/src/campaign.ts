import fc from 'fast-check'
import { describe, describeShortly, findDifference, findDifferences } from './compare/difference.ts'
import { generatedCommands, sharedPrograms, soloPrograms } from './generate/program-arbitrary.ts'
import type { Script } from './scripts.ts'
import type { Program } from './subjects/step.ts'
import type { Subject } from './subjects/subject.ts'

/** What was compared with one server. */
export interface Figures {
  server: string
  profile: string
  scripts: number
  programs: number
  commands: number
  /** Distinct commands that programs called. */
  commandNames: number
  seconds: number
  /** Each as text to paste into redis-cli. */
  differences: string[]
}

export interface Pair {
  readonly profile: string
  readonly double: Subject
  readonly real: Subject
}

const BATCH = 60
const SOLO_LENGTH = 24
const SHARED_LENGTH = 14
/** Of this many batches, one is of programs on several connections, which cannot be pipelined. */
const SHARED_EVERY = 6
const SHARED_BATCH = 12
const MAX_DIFFERENCES = 12
const SHRINK_MS = 20_000

/** Plays scripts and generated programs on the double and a server, and collects differences. */
export class Campaign {
  readonly figures: Figures
  readonly #pair: Pair
  readonly #names = new Set<string>()
  /** First words of steps that differed already: one report each is enough. */
  readonly #known = new Set<string>()

  constructor(pair: Pair) {
    this.#pair = pair
    this.figures = {
      server: pair.real.name,
      profile: pair.profile,
      scripts: 0,
      programs: 0,
      commands: 0,
      commandNames: 0,
      seconds: 0,
      differences: [],
    }
  }

  async replay(scripts: readonly Script[]): Promise<void> {
    for (const script of scripts) {
      if (script.profiles.length > 0 && !script.profiles.includes(this.#pair.profile)) continue
      for (const resp of [2, 3] as const) {
        const { double, real } = this.#pair
        const [ours, theirs] = await Promise.all([
          double.play(script.program, resp),
          real.play(script.program, resp),
        ])
        for (const difference of findDifferences(script.program, ours, theirs)) {
          this.figures.differences.push(
            `${script.name} (RESP${resp})\n${describeShortly(difference)}`,
          )
        }
      }
      this.figures.scripts++
    }
  }

  async generate(minutes: number, firstSeed: number): Promise<void> {
    const commands = generatedCommands(this.#pair.profile)
    const solo = soloPrograms(commands, SOLO_LENGTH)
    const shared = sharedPrograms(commands, SHARED_LENGTH)
    const started = performance.now()
    const until = started + minutes * 60_000
    for (let round = 0; performance.now() < until; round++) {
      const seed = (firstSeed + round) | 0
      const resp = round % 2 === 0 ? 2 : 3
      if (round % SHARED_EVERY === SHARED_EVERY - 1) await this.#sharedBatch(shared, seed, resp)
      else await this.#soloBatch(solo, seed, resp)
      if (this.#known.size >= MAX_DIFFERENCES) break
    }
    this.figures.seconds += (performance.now() - started) / 1000
    this.figures.commandNames = this.#names.size
  }

  async #soloBatch(arbitrary: fc.Arbitrary<Program>, seed: number, resp: 2 | 3): Promise<void> {
    const programs = fc.sample(arbitrary, { seed, numRuns: BATCH })
    const [ours, theirs] = await Promise.all([
      this.#pair.double.playAll(programs, resp),
      this.#pair.real.playAll(programs, resp),
    ])
    for (let i = 0; i < programs.length; i++) {
      this.#count(programs[i])
      const difference = findDifference(programs[i], ours[i], theirs[i])
      if (difference === null) continue
      await this.#shrink(arbitrary, seed, resp, describe(programs[i], difference))
      return
    }
  }

  async #sharedBatch(arbitrary: fc.Arbitrary<Program>, seed: number, resp: 2 | 3): Promise<void> {
    for (const program of fc.sample(arbitrary, { seed, numRuns: SHARED_BATCH })) {
      this.#count(program)
      const difference = await this.#play(program, resp)
      if (difference === null) continue
      await this.#shrink(arbitrary, seed, resp, difference)
      return
    }
  }

  /** Runs the failing seed again, one program at a time, and lets fast-check shrink it. */
  async #shrink(
    arbitrary: fc.Arbitrary<Program>,
    seed: number,
    resp: 2 | 3,
    found: string,
  ): Promise<void> {
    let last = ''
    const property = fc.asyncProperty(arbitrary, async (program) => {
      const difference = await this.#play(program, resp)
      if (difference !== null) last = difference
      return difference === null
    })
    await fc.check(property, { seed, numRuns: BATCH, interruptAfterTimeLimit: SHRINK_MS })
    const name = `seed ${seed} (RESP${resp})`
    if (last !== '') this.#report(name, last)
    else this.#report(`${name}, not when played again`, found)
  }

  async #play(program: Program, resp: 2 | 3): Promise<string | null> {
    const [ours, theirs] = await Promise.all([
      this.#pair.double.play(program, resp),
      this.#pair.real.play(program, resp),
    ])
    const difference = findDifference(program, ours, theirs)
    return difference === null ? null : describe(program, difference)
  }

  #count(program: Program): void {
    this.figures.programs++
    this.figures.commands += program.length
    for (const { argv } of program) this.#names.add((argv[0] ?? '').toLowerCase())
  }

  #report(where: string, difference: string): void {
    const key =
      difference.split('# ← here')[0].trimEnd().split('\n').at(-1)?.trim().split(' ')[0] ?? ''
    const kind = `${key} ${difference.split('the double: ')[1]?.slice(0, 12) ?? ''}`
    if (this.#known.has(kind)) return
    this.#known.add(kind)
    this.figures.differences.push(`${where}\n${difference}`)
  }
}
