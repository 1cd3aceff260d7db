import { describe, findDifference, repliesByStep } from './compare/difference.ts'
import { Aimed } from './coverage/aimed.ts'
import type { BranchCoverage } from './coverage/branch-coverage.ts'
import { NotedBranches } from './coverage/noted-branches.ts'
import { type Figures, newFigures } from './figures.ts'
import { type Programs, sharedPrograms, soloPrograms } from './generate/program-arbitrary.ts'
import { Grower } from './corpus/grow.ts'
import type { CorpusProgram } from './corpus/read-corpus.ts'
import { type Pair, type Rivals, share } from './pair.ts'
import { playTimed } from './play-timed.ts'
import { replayScripts } from './replay-scripts.ts'
import type { Script } from './scripts.ts'
import { Shrinker } from './shrinker.ts'
import type { PlayedSolo } from './subjects/double.ts'
import { playTogether } from './subjects/play.ts'
import type { Program, Transcript } from './subjects/step.ts'

/** How long to generate: until either is reached. */
export interface Limits {
  readonly minutes: number
  readonly programs: number
  /** Leaves out programs that wait for deadlines, which a busy machine can miss. */
  readonly neverWaits?: boolean
}

interface Case {
  readonly program: Program
  /** Where it comes from, for a report. */
  readonly name: string
}

/** One on one connection, and what the double made of it. */
interface SoloCase {
  readonly name: string
  readonly played: PlayedSolo
}

const BATCH = 100
const SOLO_LENGTH = 24
const SHARED_LENGTH = 14
/** With each batch of programs on one connection, as many on several, which cannot be pipelined. */
const SHARED_BATCH = 12
const MAX_DIFFERENCES = 40
const PATIENCE_MS = 2000
/** What does not come by then is looked at again step by step. */
const QUICK_PATIENCE_MS = 1000
/** The double plays as many before others get their turn. */
const SLICE = 4
/** Of as many batches, one is played with a check of what handlers touch. */
const CHECK_EVERY = 8
const TIMED_EVERY_MS = 20_000
const MAX_TIMED = 3
/** Rounds between two looks at the coverage. */
const AIM_EVERY = 10

/** Plays scripts, kept and generated programs on the double and a server; collects differences. */
export class Campaign {
  readonly figures: Figures
  readonly #profile: string
  /** For programs on one connection, which are pipelined. */
  readonly #solo: Pair
  /** Each plays programs on several connections, one at a time; may be the same as the first. */
  readonly #lanes: readonly Pair[]
  readonly #pairs: readonly Pair[]
  readonly #aimed: Aimed
  readonly #shrinker: Shrinker
  /** Whether what handlers touch is checked at the moment. */
  #isChecked = true

  constructor(profile: string, pairs: readonly Pair[], branches?: BranchCoverage) {
    this.#profile = profile
    this.#pairs = pairs
    this.#solo = pairs[0]
    this.#lanes = pairs.length > 1 ? pairs.slice(1) : pairs
    this.#aimed = new Aimed(profile, branches)
    this.figures = newFigures(pairs[0].real.name, profile)
    this.#shrinker = new Shrinker(this.figures, MAX_DIFFERENCES)
  }

  async replay(scripts: readonly Script[]): Promise<void> {
    const mine = scripts.filter(
      ({ profiles }) => profiles.length === 0 || profiles.includes(this.#profile),
    )
    this.figures.differences.push(...(await replayScripts(this.#pairs, mine)))
    this.figures.scripts += mine.length
  }

  /** Plays kept programs in both protocols. */
  async replayCorpus(corpus: readonly CorpusProgram[]): Promise<void> {
    const cases = corpus.map(({ name, program }) => ({ name: `corpus ${name}`, program }))
    // Even those on one connection, which may wait there for good.
    for (const resp of [2, 3] as const) await this.#playShared(cases, resp, undefined)
    this.figures.corpus += corpus.length
  }

  async generate(limits: Limits, firstSeed: number): Promise<void> {
    const { figures } = this
    const aimed = this.#aimed
    const { steering } = aimed
    const solo = soloPrograms(aimed.commands, SOLO_LENGTH, steering)
    // Redis 7.0 sends a client the message of its own change before or behind the reply, by command.
    const listenerIsSilent = this.#profile === '7.0'
    const several = sharedPrograms(aimed.commands, SHARED_LENGTH, { listenerIsSilent, steering })
    const started = performance.now()
    const until = started + limits.minutes * 60_000
    figures.seeds = [firstSeed, firstSeed]
    let waited = Number.NEGATIVE_INFINITY
    let judged: Promise<void> | undefined
    for (let round = 0; performance.now() < until && figures.programs < limits.programs; round++) {
      const seed = (firstSeed + round) | 0
      figures.seeds[1] = seed
      const resp = round % 2 === 0 ? 2 : 3
      // In both protocols.
      this.#isChecked = (round >> 1) % CHECK_EVERY === 0
      const name = `seed ${seed} (RESP${resp})`
      const draw = (from: Programs, count: number): Case[] =>
        from.draw(seed, count).map((program) => ({ program, name }))
      const shared = this.#playShared(draw(several, SHARED_BATCH), resp, several)
      // Lanes must not share a server with the pipeline.
      if (this.#lanes[0] === this.#solo) await shared
      // While the server is at the batch before.
      const batch = await this.#playOnDouble(draw(solo, BATCH), resp)
      await judged
      judged = this.#judge(batch, resp, solo)
      if (this.#lanes[0] === this.#solo) await judged
      await shared
      if (round % AIM_EVERY === AIM_EVERY - 1) aimed.aim()
      if (limits.neverWaits !== true && performance.now() > waited + TIMED_EVERY_MS) {
        await this.#playTimed(seed, resp)
        waited = performance.now()
      }
      if (this.#shrinker.isFull) break
    }
    await judged
    figures.seconds += (performance.now() - started) / 1000
    aimed.report(figures)
  }

  async #playOnDouble(cases: readonly Case[], resp: 2 | 3): Promise<SoloCase[]> {
    // The double that checks what its handlers touch is the slower one.
    const { double, unchecked } = this.#solo
    const subject = this.#isChecked ? double : unchecked
    const played: PlayedSolo[] = []
    for (let i = 0; i < cases.length; i += SLICE) {
      const slice = cases.slice(i, i + SLICE).map(({ program }) => program)
      played.push(...subject.playSolo(slice, resp))
      await new Promise((resolve) => setImmediate(resolve))
    }
    return cases.map(({ name }, i) => ({ name, played: played[i] }))
  }

  /** Plays on the server what the double has played. */
  async #judge(cases: readonly SoloCase[], resp: 2 | 3, source: Programs): Promise<void> {
    const theirs = await this.#solo.real.playSolo(
      cases.map(({ played }) => played),
      resp,
    )
    for (let i = 0; i < cases.length; i++) {
      const { program, stream } = cases[i].played
      const mine = { streams: [stream], counts: [] }
      this.#count(program, mine)
      if (stream === theirs[i]) continue
      const difference = findDifference(program, mine, { streams: [theirs[i]], counts: [] })
      if (difference === null) continue
      const found = describe(program, difference)
      const { name } = cases[i]
      await this.#shrinker.report(this.#solo, { name, program, found, resp, source })
    }
  }

  async #playShared(
    cases: readonly Case[],
    resp: 2 | 3,
    source: Programs | undefined,
  ): Promise<void> {
    await share(this.#lanes, cases, async (pair, { name, program: steps }) => {
      const { real } = pair
      const double = this.#isChecked ? pair.double : pair.unchecked
      const played = await double.playShared(steps, resp)
      const { program } = played
      if (source !== undefined) this.#count(program, played)
      const theirs = await real.playShared(played, resp, QUICK_PATIENCE_MS)
      const difference = findDifference(program, played, theirs)
      if (difference === null) return
      const found = describe(program, difference)
      const rivals = { double, real }
      if (await this.#isSound(rivals, program, resp)) this.figures.unconfirmed.push(found)
      else await this.#shrinker.report(rivals, { name, program, found, resp, source })
    })
  }

  /** Alone, for deadlines leave little time. */
  async #playTimed(seed: number, resp: 2 | 3): Promise<void> {
    const { figures } = this
    const [pair] = this.#lanes
    const names = new Set(this.#aimed.commands.map(({ name }) => name))
    const outcome = await playTimed(pair, this.#profile, names, seed, resp)
    figures.timed += outcome.programs
    figures.programs += outcome.programs
    figures.commands += outcome.commands
    if (outcome.difference === undefined || figures.timedDifferences++ >= MAX_TIMED) return
    figures.differences.push(`waiting, seed ${seed} (RESP${resp})\n${outcome.difference}`)
  }

  /** Keeps programs of which none that is kept reaches as much. */
  async grow(
    corpus: readonly CorpusProgram[],
    folder: string,
    minutes: number,
    seed: number,
  ): Promise<number> {
    const branches = NotedBranches.find()
    if (branches === undefined) throw new Error('the double was not loaded with its notes')
    const grower = new Grower(this.#aimed, branches, this.#solo, folder)
    return grower.grow(corpus, minutes, seed)
  }

  /**
   * Whether a program shows no difference when it is played step by step: then the server read two
   * connections in another order than they were written to.
   */
  async #isSound({ double, real }: Rivals, program: Program, resp: 2 | 3): Promise<boolean> {
    const played = await playTogether(double, real, program, resp, { patienceMs: PATIENCE_MS })
    return findDifference(program, ...played) === null
  }

  #count(program: Program, ours: Transcript): void {
    this.figures.programs++
    this.figures.commands += program.length
    this.#aimed.count(program, () => repliesByStep(program, ours))
  }
}
