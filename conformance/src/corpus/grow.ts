import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { allCommands, type Command } from 'redouble/embed'
import { findDifference, repliesByStep } from '../compare/difference.ts'
import type { Aimed } from '../coverage/aimed.ts'
import type { NotedBranches } from '../coverage/noted-branches.ts'
import { acceptedOptions } from '../coverage/option-coverage.ts'
import { sharedPrograms, soloPrograms } from '../generate/program-arbitrary.ts'
import { shorter } from '../generate/shrink-program.ts'
import type { Pair } from '../pair.ts'
import { type Program, toCli } from '../subjects/step.ts'
import type { CorpusProgram } from './read-corpus.ts'

/** What a program reaches: arguments and tokens by path, branches by number. */
interface Reach {
  readonly options: ReadonlySet<string>
  readonly branches: ReadonlySet<number>
}

interface Found {
  readonly program: Program
  readonly reach: Reach
}

const BATCH = 60
const SHARED_BATCH = 12
const AIM_EVERY = 4
const PATIENCE_MS = 500
/** Smaller programs that are tried for each that is kept. */
const TRIALS = 200
/** A longer one is not readable. */
const MAX_STEPS = 40

/** Looks for programs that reach what no kept one does, makes them small and keeps them. */
export class Grower {
  readonly #aimed: Aimed
  readonly #branches: NotedBranches
  readonly #pair: Pair
  readonly #folder: string
  readonly #groups: ReadonlyMap<string, string>
  readonly #commands: ReadonlyMap<string, Command>
  readonly #options = new Set<string>()
  readonly #covered = new Set<number>()
  readonly #found: Found[] = []

  constructor(aimed: Aimed, branches: NotedBranches, pair: Pair, folder: string) {
    this.#aimed = aimed
    this.#branches = branches
    this.#pair = pair
    this.#folder = folder
    this.#commands = new Map(aimed.commands.map((command) => [command.name, command]))
    this.#groups = new Map(allCommands.map(({ name, group }) => [name, group]))
  }

  /** Writes them down; how many there are. */
  async grow(corpus: readonly CorpusProgram[], minutes: number, seed: number): Promise<number> {
    const { steering } = this.#aimed
    const commands = this.#aimed.commands
    for (const { program } of corpus) this.#credit(await this.#reachOf(program))
    const before: Reach = { options: new Set(this.#options), branches: new Set(this.#covered) }
    const solo = soloPrograms(commands, 16, steering)
    const shared = sharedPrograms(commands, 10, { steering })
    const until = performance.now() + minutes * 60_000
    for (let round = 0; performance.now() < until; round++) {
      const programs = [
        ...solo.draw(seed + round, BATCH),
        ...shared.draw(seed + round, SHARED_BATCH),
      ]
      for (const program of programs) await this.#keep(program)
      if (round % AIM_EVERY === 0) this.#aimed.aim()
    }
    const chosen = enoughOf(this.#found, before)
    for (const { program, fresh } of chosen) this.#write(program, fresh)
    return chosen.length
  }

  async #keep(program: Program): Promise<void> {
    const reach = await this.#reachOf(program, true)
    const fresh: Reach = {
      options: new Set([...reach.options].filter((path) => !this.#options.has(path))),
      branches: new Set([...reach.branches].filter((index) => !this.#covered.has(index))),
    }
    if (fresh.options.size === 0 && fresh.branches.size === 0) return
    const small = await this.#shrunk(program, fresh)
    // Another run may have reached it by chance, or by the clock.
    if (small === null || small.length > MAX_STEPS) return
    for (const resp of [2, 3] as const) {
      const played = await this.#pair.double.playShared(small, resp)
      const theirs = await this.#pair.real.playShared(played, resp, PATIENCE_MS)
      if (findDifference(played.program, played, theirs) !== null) return
    }
    const whole = await this.#reachOf(small)
    this.#credit(whole)
    this.#found.push({ program: small, reach: whole })
  }

  async #shrunk(program: Program, goal: Reach): Promise<Program | null> {
    let best = program
    if (!(await this.#reaches(best, goal))) return null
    let trials = TRIALS
    for (let isSmaller = true; isSmaller && trials > 0; ) {
      isSmaller = false
      for (const smaller of shorter(best)) {
        if (trials-- <= 0) break
        if (!(await this.#reaches(smaller, goal))) continue
        best = smaller
        isSmaller = true
        break
      }
    }
    return best
  }

  async #reaches(program: Program, goal: Reach): Promise<boolean> {
    const reach = await this.#reachOf(program)
    return (
      [...goal.options].every((path) => reach.options.has(path)) &&
      [...goal.branches].every((index) => reach.branches.has(index))
    )
  }

  async #reachOf(program: Program, isCounted = false): Promise<Reach> {
    this.#branches.ran()
    const played = await this.#pair.unchecked.playShared(program, 3, false)
    const branches = new Set(this.#branches.ran())
    const { streams } = played
    if (isCounted) this.#aimed.count(program, () => repliesByStep(program, played))
    return { options: this.#acceptedBy(program, streams), branches }
  }

  #acceptedBy(program: Program, streams: readonly string[]): Set<string> {
    const replies = repliesByStep(program, { streams, counts: [] })
    return acceptedOptions(this.#commands, program, replies)
  }

  #credit({ options, branches }: Reach): void {
    for (const path of options) this.#options.add(path)
    for (const index of branches) this.#covered.add(index)
  }

  #write(program: Program, fresh: Reach): void {
    const files = new Set([...fresh.branches].map((i) => this.#branches.map.branches[i].file))
    const reached = [...fresh.options, ...files].slice(0, 6).join(' ')
    const steps = program.map((step) => toCli(step))
    mkdirSync(this.#folder, { recursive: true })
    const file = join(this.#folder, `${this.#familyOf(program)}.txt`)
    appendFileSync(file, `# ${reached}\n${steps.join('\n')}\n\n`)
  }

  /** The group of most of its calls. */
  #familyOf(program: Program): string {
    const counts = new Map<string, number>()
    for (const { argv } of program) {
      const name = (argv[0] ?? '').toLowerCase()
      const group =
        this.#groups.get(name) ?? this.#groups.get(`${name}|${(argv[1] ?? '').toLowerCase()}`)
      if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1)
    }
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'scripting'
  }
}

/** As few programs as reach all that they reach beyond `before`; the ones that add most come first. */
function enoughOf(
  found: readonly Found[],
  before: Reach,
): { readonly program: Program; readonly fresh: Reach }[] {
  const options = new Set(before.options)
  const branches = new Set(before.branches)
  const freshOf = ({ reach }: Found): Reach => ({
    options: new Set([...reach.options].filter((path) => !options.has(path))),
    branches: new Set([...reach.branches].filter((index) => !branches.has(index))),
  })
  const chosen: { program: Program; fresh: Reach }[] = []
  for (let left = [...found]; left.length > 0; ) {
    const ranked = left
      .map((one) => ({ one, fresh: freshOf(one) }))
      .filter(({ fresh }) => fresh.options.size + fresh.branches.size > 0)
      .sort((a, b) => gainOf(b.one, b.fresh) - gainOf(a.one, a.fresh))
    const best = ranked[0]
    if (best === undefined) break
    chosen.push({ program: best.one.program, fresh: best.fresh })
    for (const path of best.fresh.options) options.add(path)
    for (const index of best.fresh.branches) branches.add(index)
    left = ranked.slice(1).map(({ one }) => one)
  }
  return chosen
}

/** What a program adds for its length. */
function gainOf({ program }: Found, { options, branches }: Reach): number {
  return (options.size + branches.size) / (program.length + 2)
}
