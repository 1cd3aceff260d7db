import { block, bytes, integer, option, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { builtInModules } from '../../command/built-in-modules.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  badHelloOption,
  helloNeedsAuth,
  PROTOCOL_NOT_AN_INTEGER,
  UNSUPPORTED_PROTOCOL,
} from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'
import { authenticate } from './authenticate.ts'
import { checkClientName } from './client-name.ts'

interface Greeting {
  readonly protocol: 2 | 3 | null
  user: string | null
  password: string
  name: string | null
}

const options = {
  protover: integer(),
  auth: optional(option('AUTH', block({ username: bytes(), password: bytes() }))),
  clientname: optional(option('SETNAME', bytes())),
}

export const hello: Command = defineCommand({
  name: 'hello',
  since: '6.0.0',
  group: 'connection',
  summary: 'Chooses the protocol, and tells about the server and the connection.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  history: [['6.2.0', 'The protocol version may be left out, which changes nothing.']],
  args: { arguments: optional(block(options)) },
  effects: ['connection', 'server'],
  parse: byHand,
  run(context) {
    const { client, argv, profile } = context
    const actsInOrder = profile.quirks.helloActsInOrder
    const greeting: Greeting = { protocol: protocolOf(argv), user: null, password: '', name: null }
    for (let i = 2; i < argv.length; i++) {
      const left = argv.length - 1 - i
      const word = lowerAscii(argv[i])
      if (word === 'auth' && left >= 2) {
        greeting.user = argv[i + 1]
        greeting.password = argv[i + 2]
        i += 2
      } else if (word === 'setname' && left >= 1) {
        checkClientName(argv[i + 1], profile)
        greeting.name = argv[++i]
      } else throw badHelloOption(argv[i])
      if (!actsInOrder) continue
      const refusal = act(context, greeting)
      if (refusal !== null) return refusal
    }
    const refusal = act(context, greeting)
    if (refusal !== null) return refusal
    if (!client.isAdmitted) return helloNeedsAuth(!actsInOrder)
    if (!actsInOrder && greeting.name !== null) client.name = greeting.name
    if (greeting.protocol !== null) client.resp = greeting.protocol
    return describe(context)
  },
})

function protocolOf(argv: readonly string[]): 2 | 3 | null {
  if (argv.length < 2) return null
  const version = readInt64(argv[1], PROTOCOL_NOT_AN_INTEGER)
  if (version !== 2 && version !== 3) throw UNSUPPORTED_PROTOCOL
  return version
}

/** Does what was asked for so far and says why not, or null. */
function act(context: Context, greeting: Greeting): Reply {
  const { client, profile } = context
  if (greeting.user !== null) {
    const refusal = authenticate(context, greeting.user, greeting.password)
    if (refusal !== null) return refusal
    greeting.user = null
  }
  if (profile.quirks.helloActsInOrder && greeting.name !== null) client.name = greeting.name
  return null
}

function describe({ client, profile }: Context): Reply {
  const isValkey = profile.flavour === 'valkey'
  return new MapReply([
    'server',
    isValkey ? 'valkey' : 'redis',
    'version',
    isValkey ? (profile.valkeyVersion as string) : profile.redisVersion,
    'proto',
    client.resp,
    'id',
    client.id,
    'mode',
    'standalone',
    'role',
    'master',
    'modules',
    builtInModules(profile),
  ])
}
