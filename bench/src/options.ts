/** What `npm run bench -- …` takes. */
export interface Options {
  /** Suites or tests whose name contains one of these; all when empty. */
  readonly only: readonly string[]
  readonly json: string | undefined
  /** Shorter runs, to see that everything works. */
  readonly quick: boolean
}

const USAGE = `usage: npm run bench -- [options]
  --only NAME    only what has NAME in its name (tcp, in-process, lrange, eval, …); may be repeated
  --json FILE    writes the figures
  --quick        short runs`

export function readOptions(argv: readonly string[]): Options | string {
  const only: string[] = []
  let json: string | undefined
  let quick = false
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--only' && argv[i + 1] !== undefined) only.push(argv[++i].toLowerCase())
    else if (argv[i] === '--json' && argv[i + 1] !== undefined) json = argv[++i]
    else if (argv[i] === '--quick') quick = true
    else return argv[i] === '--help' ? USAGE : `unknown or unfinished option ${argv[i]}\n${USAGE}`
  }
  return { only, json, quick }
}
