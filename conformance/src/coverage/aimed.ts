import type { Command } from 'redouble/embed'
import type { Figures } from '../figures.ts'
import { generatedCommands, supportedCommands } from '../generate/program-arbitrary.ts'
import { Steering } from '../generate/steering.ts'
import type { Program, Step } from '../subjects/step.ts'
import { weightsOf } from './aim.ts'
import { type BranchCoverage, byRoom } from './branch-coverage.ts'
import { CallCoverage } from './call-coverage.ts'
import { OptionCoverage } from './option-coverage.ts'

/** What the programs of a profile have covered, and where the next ones should go. */
export class Aimed {
  readonly steering: Steering = new Steering()
  readonly commands: readonly Command[]
  readonly options: OptionCoverage
  readonly branches: BranchCoverage | undefined
  readonly #calls: CallCoverage
  readonly #supported: readonly Command[]

  constructor(profile: string, branches?: BranchCoverage) {
    this.#supported = supportedCommands(profile)
    this.commands = generatedCommands(profile)
    this.#calls = new CallCoverage(profile)
    this.options = new OptionCoverage(this.#supported)
    this.branches = branches
  }

  /** Takes a program in; the arguments and tokens that were new. */
  count(program: Program, replies: () => ReadonlyMap<Step, string>): string[] {
    this.#calls.count(program)
    return this.options.see(program, replies)
  }

  aim(): void {
    this.branches?.take()
    const weights = weightsOf(this.commands, this.options, this.branches)
    this.steering.aim(weights, this.options.missing())
  }

  report(figures: Figures): void {
    figures.names = this.#supported.length
    figures.calls = this.#calls.calls()
    figures.never = this.#calls.reasons()
    const { found, total } = this.options
    figures.options = { covered: found.size, total, missing: this.options.missing() }
    const missing = this.#calls.missing()
    if (missing.length > 0) {
      figures.differences.push(`no program called ${missing.join(', ')}: see overrides.ts`)
    }
    if (this.branches !== undefined) figures.branches = branchFigures(this.branches)
  }
}

function branchFigures(coverage: BranchCoverage): Figures['branches'] {
  coverage.take()
  const { branches } = coverage.map
  const missing: Record<string, number[]> = {}
  branches.forEach(({ file, line }, index) => {
    if (coverage.covered.has(index)) return
    missing[file] ??= []
    if (!missing[file].includes(line)) missing[file].push(line)
  })
  const rooms = byRoom(branches, coverage.covered)
  return { covered: coverage.covered.size, total: branches.length, rooms, missing }
}
