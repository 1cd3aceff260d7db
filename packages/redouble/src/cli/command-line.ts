import { configTextOf } from '../command/config-file.ts'
import { DEFAULT_PROFILE, PROFILE_NAMES } from '../command/profile.ts'

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'error'; readonly message: string }
  | {
      readonly kind: 'serve'
      /** The profile to answer as. */
      readonly profileName: string
      /** A redis.conf; `-` is standard input. */
      readonly configFile: string | undefined
      /** The `--name value` pairs as text to put behind the file. */
      readonly directives: string
    }

export const USAGE: string = `usage: redouble [/path/to/redis.conf] [options]

A Redis-compatible server that runs in Node, for tests and development.

  --port N               listens on this port (6379; 0 for none)
  --host ADDRESS         listens on this address (127.0.0.1); the same as --bind
  --unixsocket PATH      listens on a unix socket as well
  --requirepass TEXT     clients must AUTH with it
  --user NAME RULES      a user and what it may do, as ACL SETUSER takes it
  --aclfile PATH         reads the users from a file
  --databases N          how many databases there are (16)
  --dir D --dbfilename F loads and saves F (dump.rdb) in D; --save '60 1' by itself
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
  if (argv[0] === '--help' || argv[0] === '-h') return { kind: 'help' }
  if (argv[0] === '--version' || argv[0] === '-v') return { kind: 'version' }
  const rest = argv.flatMap(splitAtEquals)
  const hasFile = rest.length > 0 && !rest[0].startsWith('--')
  const configFile = hasFile ? rest.shift() : undefined
  let profileName: string = DEFAULT_PROFILE
  const at = rest.indexOf('--redis-version')
  if (at >= 0) {
    const [, name] = rest.splice(at, 2)
    if (name === undefined) return { kind: 'error', message: '--redis-version needs a name' }
    profileName = name
  }
  if (rest.length > 0 && !rest[0].startsWith('--')) {
    const message = `${JSON.stringify(rest[0])} belongs to no option; a configuration file comes first`
    return { kind: 'error', message }
  }
  const words = rest.map((word) => (word === '--host' ? '--bind' : word))
  return { kind: 'serve', profileName, configFile, directives: configTextOf(words) }
}

/** `--port=7000`, which redis-server does not take and fingers are used to. */
function splitAtEquals(word: string): string[] {
  const at = word.indexOf('=')
  const isPair = at > 0 && /^--[a-z-]+$/i.test(word.slice(0, at))
  return isPair ? [word.slice(0, at), word.slice(at + 1)] : [word]
}
