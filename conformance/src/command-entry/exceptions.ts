/** A field of a command's description that is meant to differ from the server's. */
export interface CommandException {
  readonly command: string
  readonly field: string
  /** Every profile when absent. */
  readonly profiles?: readonly string[]
  readonly reason: string
}

const OLDER_DOCS = 'Redis wrote the deprecation into its documentation later than 7.0'

const EXCEPTIONS: readonly CommandException[] = [
  ...['setnx', 'setex', 'psetex', 'quit'].flatMap((command) => [
    { command, field: 'doc_flags', profiles: ['7.0'], reason: OLDER_DOCS },
    { command, field: 'deprecated_since', profiles: ['7.0'], reason: OLDER_DOCS },
  ]),
  {
    command: 'bitop',
    field: 'arguments',
    profiles: ['7.0'],
    reason: 'Redis 7.0 documents the operation as any string',
  },
  {
    command: 'bitcount',
    field: 'arguments',
    profiles: ['valkey-8.1'],
    reason: 'Valkey lets the end be left out',
  },
  {
    command: 'set',
    field: 'arguments',
    profiles: ['valkey-8.1'],
    reason: 'Valkey notes the versions of NX and XX one by one, Redis that of the pair',
  },
  {
    command: 'shutdown',
    field: 'arguments',
    profiles: ['valkey-8.1'],
    reason: 'Valkey nests the same words so that ABORT stands alone',
  },
  {
    command: 'client|kill',
    field: 'arguments',
    profiles: ['7.0', 'valkey-8.1'],
    reason: '7.0 documents SKIPME without its words; Valkey marks ID as multiple, not its value',
  },
]

export function exceptionFor(
  command: string,
  field: string,
  profile: string,
): CommandException | undefined {
  return EXCEPTIONS.find(
    (one) =>
      one.command === command &&
      one.field === field &&
      (one.profiles === undefined || one.profiles.includes(profile)),
  )
}
