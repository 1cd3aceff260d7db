import type { RoomFigures } from './coverage/branch-coverage.ts'

/** What was compared with one server. */
export interface Figures {
  server: string
  profile: string
  scripts: number
  corpus: number
  programs: number
  /** Of these, such as wait for deadlines. */
  timed: number
  timedDifferences: number
  commands: number
  /** That generated programs took. */
  seconds: number
  /** The first and the last. */
  seeds: [number, number]
  /** Calls in generated programs, by command. */
  calls: Record<string, number>
  /** Commands that no program calls, with the reason. */
  never: Record<string, string>
  /** Commands that the double has. */
  names: number
  /** Arguments and tokens that an accepted call had. */
  options: { covered: number; total: number; missing: string[] }
  branches?: BranchFigures
  /** Differences of which the same programs, played again step by step, show nothing. */
  unconfirmed: string[]
  /** Each as text to paste into redis-cli. */
  differences: string[]
}

export interface BranchFigures {
  covered: number
  total: number
  rooms: RoomFigures[]
  /** By file, the lines at which a branch begins that nothing took. */
  missing: Record<string, number[]>
}

export function newFigures(server: string, profile: string): Figures {
  return {
    server,
    profile,
    scripts: 0,
    corpus: 0,
    programs: 0,
    timed: 0,
    timedDifferences: 0,
    commands: 0,
    seconds: 0,
    seeds: [0, 0],
    calls: {},
    never: {},
    names: 0,
    options: { covered: 0, total: 0, missing: [] },
    unconfirmed: [],
    differences: [],
  }
}

/** The figures of a server as text. */
export function describeFigures(figures: Figures): string {
  const { options, branches, differences, seeds } = figures
  const perSecond = (count: number): number =>
    figures.seconds > 0 ? Math.round(count / figures.seconds) : 0
  const lines = [
    `${figures.server}: ${figures.scripts} scripts, ${figures.corpus} programs of the corpus, ` +
      `${figures.programs} generated programs (${figures.timed} of them wait; ${figures.commands} commands, ` +
      `${perSecond(figures.programs)} programs and ${perSecond(figures.commands)} commands a second, ` +
      `seeds ${seeds[0]} to ${seeds[1]}), ${differences.length} differences`,
  ]
  if (figures.programs > 0) {
    lines.push(
      `  commands ${ratio(Object.keys(figures.calls).length, figures.names)}, ` +
        `arguments and tokens ${ratio(options.covered, options.total)}` +
        (branches === undefined
          ? ''
          : `, branches ${ratio(branches.covered, branches.total)}: ${branches.rooms
              .map(({ room, covered, total }) => `${room} ${ratio(covered, total)}`)
              .join(', ')}`),
    )
  }
  if (figures.unconfirmed.length > 0) {
    lines.push(`  ${figures.unconfirmed.length} differences did not show when played again`)
  }
  return [...lines, ...differences.map((one) => `\n${one}`)].join('\n')
}

/** The sum of several servers' figures in a line. */
export function describeTotal(all: readonly Figures[], wallSeconds: number): string {
  const sum = (of: (figures: Figures) => number): number =>
    all.reduce((total, figures) => total + of(figures), 0)
  const names = new Set(all.flatMap(({ calls }) => Object.keys(calls)))
  return (
    `all ${all.length} servers: ${sum((one) => one.programs)} programs, ` +
    `${sum((one) => one.commands)} commands, ${names.size} command names, ` +
    `${Math.round(wallSeconds)} s, ${sum((one) => one.differences.length)} differences`
  )
}

function ratio(part: number, whole: number): string {
  return `${part}/${whole}`
}
