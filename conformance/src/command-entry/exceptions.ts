/** A field of a command's description that is meant to differ from the server's. */
export interface CommandException {
  readonly command: string
  readonly field: string
  readonly profiles: readonly string[]
  readonly reason: string
}

const VALKEY = ['valkey-8.1', 'valkey-9']

/** Commands for fields of hashes that run out. */
const FIELD_COMMANDS = [
  'hexpireat',
  'hexpiretime',
  'hgetdel',
  'hgetex',
  'hpersist',
  'hpexpire',
  'hpexpireat',
  'hpexpiretime',
  'hpttl',
  'hsetex',
  'httl',
]

const EXCEPTIONS: readonly CommandException[] = [
  ...['doc_flags', 'deprecated_since'].map((field) => ({
    command: 'quit',
    field,
    profiles: ['7.0'],
    reason: 'Redis wrote the deprecation into its documentation later than 7.0',
  })),
  {
    command: 'set',
    field: 'arguments',
    profiles: VALKEY,
    reason: 'Valkey notes the versions of NX and XX one by one, Redis that of the pair',
  },
  {
    command: 'shutdown',
    field: 'arguments',
    profiles: VALKEY,
    reason: 'Valkey nests the same words so that ABORT stands alone',
  },
  {
    command: 'bitcount',
    field: 'arguments',
    profiles: VALKEY,
    reason: 'Valkey nests END and the unit',
  },
  {
    command: 'bitop',
    field: 'arguments',
    profiles: ['7.0'],
    reason: '7.0 documents the operation as a string',
  },
  {
    command: 'client|kill',
    field: 'arguments',
    profiles: ['7.0', ...VALKEY],
    reason: '7.0 documents SKIPME without its words; Valkey lets ID repeat, and 9 has more filters',
  },
  {
    command: 'client|list',
    field: 'arguments',
    profiles: VALKEY,
    reason: 'Valkey filters as CLIENT KILL does',
  },
  {
    command: 'cluster|replicate',
    field: 'arguments',
    profiles: ['valkey-9'],
    reason: 'NO ONE is new in Valkey 9; the double has no clusters',
  },
  ...['geosearch', 'geosearchstore'].map((command) => ({
    command,
    field: 'arguments',
    profiles: ['valkey-9'],
    reason: 'Beside BYPOLYGON there is no FROM, which Valkey 9 therefore calls optional',
  })),
  ...FIELD_COMMANDS.map((command) => ({
    command,
    field: 'arguments',
    profiles: ['valkey-9'],
    reason: 'Valkey gives some counts of fields a key spec, and types and versions of its own',
  })),
  ...['get', 'len', 'reset'].map((sub) => ({
    command: `commandlog|${sub}`,
    field: 'arguments',
    profiles: ['valkey-9'],
    reason: 'Valkey 8.1 documents the types of log as strings, 9 as words',
  })),
]

export function exceptionFor(
  command: string,
  field: string,
  profile: string,
): CommandException | undefined {
  return EXCEPTIONS.find(
    (one) => one.command === command && one.field === field && one.profiles.includes(profile),
  )
}
