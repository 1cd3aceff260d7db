import { DEFAULT_PROFILE, PROFILE_NAMES } from '../command/profile.ts'

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'error'; readonly message: string }
  | {
      readonly kind: 'serve'
      /** The profile to answer as. */
      readonly profileName: string
      /** A redis.conf; `-` is standard input. */
      readonly configFile: string | undefined
      /** The `--name value` pairs as lines of a configuration file, which come after the file's. */
      readonly directives: string
    }

export const USAGE: string = `usage: redouble [/path/to/redis.conf] [options]

A Redis-compatible server that runs in Node, for tests and development.

  --port N               listens on this port (6379; 0 for none)
  --host ADDRESS         listens on this address (127.0.0.1); the same as --bind
  --unixsocket PATH      listens on a unix socket as well
  --requirepass TEXT     clients must AUTH with it
  --databases N          how many databases there are (16)
  --redis-version NAME   answers as ${PROFILE_NAMES.join(', ')} (${DEFAULT_PROFILE})
  --tls-port N           with --tls-cert-file, --tls-key-file, --tls-ca-cert-file
  --NAME VALUE           any directive of redis.conf, as redis-server takes it
  -                      reads the configuration from standard input
  --version, --help

Examples:
  redouble --port 7000
  redouble ./redis.conf --loglevel warning
  redouble --port 0 --unixsocket /tmp/redouble.sock --redis-version valkey-8.1`

/** Reads the arguments as redis-server does: a file first, then directives with their values. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  if (argv.includes('--help') || argv[0] === '-h') return { kind: 'help' }
  if (argv[0] === '--version' || argv[0] === '-v') return { kind: 'version' }
  let profileName: string = DEFAULT_PROFILE
  let configFile: string | undefined
  const lines: string[] = []
  let index = 0
  if (argv.length > 0 && !argv[0].startsWith('--')) configFile = argv[index++]
  while (index < argv.length) {
    const word = argv[index++]
    if (!word.startsWith('--')) {
      const message = `${JSON.stringify(word)} belongs to no option: a configuration file comes first`
      return { kind: 'error', message }
    }
    const values: string[] = []
    while (index < argv.length && !argv[index].startsWith('--')) values.push(argv[index++])
    const name = word.slice(2)
    if (name === 'redis-version') {
      if (values.length !== 1) return { kind: 'error', message: '--redis-version takes one name' }
      profileName = values[0]
    } else lines.push([name === 'host' ? 'bind' : name, ...values.map(quote)].join(' '))
  }
  return { kind: 'serve', profileName, configFile, directives: lines.join('\n') }
}

function quote(value: string): string {
  const bytes = Buffer.from(value, 'utf8').toString('latin1')
  return `"${bytes.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`
}
