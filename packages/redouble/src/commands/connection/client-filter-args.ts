import {
  type Arg,
  type Args,
  bytes,
  integer,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'

const VALKEY_9 = { since: 'never', valkeySince: '9.0.0' } as const

function text(word: string, display?: string): Arg<string | undefined> {
  return optional(option(word, bytes(display === undefined ? VALKEY_9 : { ...VALKEY_9, display })))
}

function number(word: string): Arg<number | undefined> {
  return optional(option(word, integer(VALKEY_9)))
}

/** What Valkey 9 can choose clients by, in LIST and in KILL. */
export const laterFilters: Args = {
  name: text('NAME'),
  idle: number('IDLE'),
  flags: text('FLAGS'),
  libName: text('LIB-NAME'),
  libVer: text('LIB-VER'),
  db: number('DB'),
  capa: text('CAPA'),
  ip: text('IP'),
  notClientType: optional(
    option(
      'NOT-TYPE',
      oneOf(
        {
          normal: token('NORMAL'),
          master: token('MASTER'),
          primary: token('PRIMARY'),
          slave: token('SLAVE'),
          replica: token('REPLICA'),
          pubsub: token('PUBSUB'),
        },
        VALKEY_9,
      ),
    ),
  ),
  notClientId: optional(multiple(option('NOT-ID', integer(VALKEY_9)))),
  notUsername: text('NOT-USER'),
  notAddr: text('NOT-ADDR', 'ip:port'),
  notLaddr: text('NOT-LADDR', 'ip:port'),
  notName: text('NOT-NAME'),
  notFlags: text('NOT-FLAGS'),
  notLibName: text('NOT-LIB-NAME'),
  notLibVer: text('NOT-LIB-VER'),
  notDb: number('NOT-DB'),
  notCapa: text('NOT-CAPA'),
  notIp: text('NOT-IP'),
}
