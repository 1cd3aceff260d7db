import fc from 'fast-check'
import {
  type Difference,
  describe,
  describeShortly,
  findDifference,
  findDifferences,
} from './compare/difference.ts'
import { Coverage } from './coverage.ts'
import { generatedCommands, sharedPrograms, soloPrograms } from './generate/program-arbitrary.ts'
import type { Script } from './scripts.ts'
import { playTogether } from './subjects/play.ts'
import { readTree, type Tree } from './subjects/reply-reader.ts'
import type { Program } from './subjects/step.ts'
import type { Subject } from './subjects/subject.ts'

/** What was compared with one server. */
export interface Figures {
  server: string
  profile: string
  scripts: number
  programs: number
  commands: number
  seconds: number
  /** Calls in generated programs, by command. */
  calls: Record<string, number>
  /** Commands that no program calls, with the reason. */
  never: Record<string, string>
  /** Each as text to paste into redis-cli. */
  differences: string[]
}

export interface Pair {
  readonly profile: string
  readonly double: Subject
  readonly real: Subject
}

const BATCH = 100
const SOLO_LENGTH = 24
const SHARED_LENGTH = 14
/** After each batch of programs on one connection, as many on several, which are not pipelined. */
const SHARED_BATCH = 12
const MAX_DIFFERENCES = 40
/** Of one script: the first one explains the rest. */
const MAX_OF_SCRIPT = 3
const SHRINK_MS = 20_000
const SCRIPT_PATIENCE_MS = 3000
const PROGRAM_PATIENCE_MS = 2000
/** While a difference is made smaller, most replies that do not come never will. */
const SHRINK_PATIENCE_MS = 150

/** Plays scripts and generated programs on the double and a server, and collects differences. */
export class Campaign {
  readonly figures: Figures
  readonly #pair: Pair
  readonly #coverage: Coverage
  /** First words of steps that differed already: one report each is enough. */
  readonly #known = new Set<string>()

  constructor(pair: Pair) {
    this.#pair = pair
    this.#coverage = new Coverage(pair.profile)
    this.figures = {
      server: pair.real.name,
      profile: pair.profile,
      scripts: 0,
      programs: 0,
      commands: 0,
      seconds: 0,
      calls: {},
      never: {},
      differences: [],
    }
  }

  async replay(scripts: readonly Script[]): Promise<void> {
    for (const script of scripts) {
      if (script.profiles.length > 0 && !script.profiles.includes(this.#pair.profile)) continue
      for (const resp of [2, 3] as const) await this.#replay(script, resp)
      this.figures.scripts++
    }
  }

  async generate(minutes: number, firstSeed: number): Promise<void> {
    const commands = generatedCommands(this.#pair.profile)
    const solo = soloPrograms(commands, SOLO_LENGTH)
    // Redis 7.0 sends a client the message of its own change before or behind the reply, by command.
    const isUnordered = this.#pair.profile === '7.0'
    const shared = sharedPrograms(commands, SHARED_LENGTH, isUnordered)
    const started = performance.now()
    const until = started + minutes * 60_000
    for (let round = 0; performance.now() < until; round++) {
      const seed = (firstSeed + round) | 0
      const resp = round % 2 === 0 ? 2 : 3
      await this.#soloBatch(solo, seed, resp)
      await this.#sharedBatch(shared, seed, resp)
      if (this.#known.size >= MAX_DIFFERENCES) break
    }
    const { figures } = this
    figures.seconds += (performance.now() - started) / 1000
    figures.calls = this.#coverage.calls()
    figures.never = this.#coverage.reasons()
    const missing = this.#coverage.missing()
    if (missing.length > 0) {
      figures.differences.push(`no program called ${missing.join(', ')}: see overrides.ts`)
    }
  }

  async #replay(script: Script, resp: 2 | 3): Promise<void> {
    const { double, real } = this.#pair
    const report = (text: string): void => {
      this.figures.differences.push(`${script.name} (RESP${resp})\n${text}`)
    }
    const before = await real.ask('CONFIG', 'GET', '*')
    const [ours, theirs] = await playTogether(double, real, script.program, resp, {
      fresh: true,
      patienceMs: SCRIPT_PATIENCE_MS,
    })
    const differences: Difference[] = [...findDifferences(script.program, ours, theirs)]
    for (const difference of differences.slice(0, MAX_OF_SCRIPT)) {
      report(describeShortly(difference))
    }
    if (differences.length > MAX_OF_SCRIPT) {
      report(`  … and ${differences.length - MAX_OF_SCRIPT} more`)
    }
    const changed = changedSettings(before, await real.ask('CONFIG', 'GET', '*'))
    if (changed.length > 0) report(`  leaves the server with another ${changed.join(', ')}`)
  }

  async #soloBatch(arbitrary: fc.Arbitrary<Program>, seed: number, resp: 2 | 3): Promise<void> {
    const programs = fc.sample(arbitrary, { seed, numRuns: BATCH })
    // The server works while the double does.
    const asked = this.#pair.real.playAll(programs, resp)
    const ours = await this.#pair.double.playAll(programs, resp)
    const theirs = await asked
    for (let i = 0; i < programs.length; i++) {
      this.#count(programs[i])
      const difference = findDifference(programs[i], ours[i], theirs[i])
      if (difference === null) continue
      const found = describe(programs[i], difference)
      await this.#shrink(arbitrary, programs[i], seed, resp, found)
    }
  }

  async #sharedBatch(arbitrary: fc.Arbitrary<Program>, seed: number, resp: 2 | 3): Promise<void> {
    for (const program of fc.sample(arbitrary, { seed, numRuns: SHARED_BATCH })) {
      this.#count(program)
      const difference = await this.#play(program, resp, PROGRAM_PATIENCE_MS)
      if (difference !== null) await this.#shrink(arbitrary, program, seed, resp, difference)
    }
  }

  /** Lets fast-check look for a smaller program that differs. */
  async #shrink(
    arbitrary: fc.Arbitrary<Program>,
    program: Program,
    seed: number,
    resp: 2 | 3,
    found: string,
  ): Promise<void> {
    if (this.#known.has(kindOf(found)) || this.#known.size >= MAX_DIFFERENCES) return
    this.#known.add(kindOf(found))
    let last = ''
    const property = fc.asyncProperty(arbitrary, async (smaller) => {
      const difference = await this.#play(smaller, resp, SHRINK_PATIENCE_MS)
      if (difference !== null) last = difference
      return difference === null
    })
    await fc.check(property, {
      examples: [[program]],
      numRuns: 1,
      interruptAfterTimeLimit: SHRINK_MS,
    })
    const name = `seed ${seed} (RESP${resp})`
    if (last === '') this.#report(`${name}, not when played again`, found)
    else this.#report(name, last)
  }

  async #play(program: Program, resp: 2 | 3, patienceMs: number): Promise<string | null> {
    const { double, real } = this.#pair
    const [ours, theirs] = await playTogether(double, real, program, resp, { patienceMs })
    const difference = findDifference(program, ours, theirs)
    return difference === null ? null : describe(program, difference)
  }

  #count(program: Program): void {
    this.figures.programs++
    this.figures.commands += program.length
    this.#coverage.count(program)
  }

  #report(where: string, difference: string): void {
    const kind = `shrunk ${kindOf(difference)}`
    if (this.#known.has(kind)) return
    this.#known.add(kind)
    this.figures.differences.push(`${where}\n${difference}`)
  }
}

/** What a difference is about: the command, and the beginning of what the double said. */
function kindOf(difference: string): string {
  const line = difference.split('# ← here')[0].trimEnd().split('\n').at(-1) ?? ''
  const ours = difference.split('the double: ')[1] ?? ''
  return `${line.trim().split(' ')[0].toLowerCase()} ${ours.slice(0, 12)}`
}

function changedSettings(before: string, after: string): string[] {
  const was = settings(before)
  return [...settings(after)]
    .filter(([name, value]) => was.get(name) !== value)
    .map(([name]) => name)
}

function settings(configGetReply: string): Map<string, string> {
  const tree = readTree(configGetReply)
  const words = 'items' in tree ? tree.items.map(textOf) : []
  return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]]] : [])))
}

function textOf(tree: Tree): string {
  return 'text' in tree ? tree.text : ''
}
