import type { Context } from '../../command/context.ts'
import { NO_PUSH_IN_RESP2, PROTOCOL_TYPE } from '../../command/errors/server.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import {
  AttributedReply,
  BigNumberReply,
  DoubleReply,
  MapReply,
  PushReply,
  type Reply,
  SetReply,
  VerbatimReply,
} from '../../resp/reply.ts'

const VALUES: Readonly<Record<string, Reply>> = {
  string: 'Hello World',
  integer: 12345,
  double: new DoubleReply(3.141, '3.141'),
  null: null,
  array: [0, 1, 2],
  set: new SetReply([0, 1, 2]),
  map: new MapReply([0, false, 1, true, 2, false]),
  attrib: new AttributedReply(
    ['key-popularity', ['key:123', 90]],
    'Some real reply following the attribute',
  ),
  verbatim: new VerbatimReply('txt', 'This is a verbatim\nstring'),
  bignum: new BigNumberReply('1234567999999999999999999999999999999'),
  true: true,
  false: false,
}

/** A value of each type that RESP3 has, for tests of clients. */
export function debugProtocol({ client, resp }: Context, [type]: readonly string[]): Reply {
  const name = lowerAscii(type)
  if (name === 'push') {
    if (resp === 2) return NO_PUSH_IN_RESP2
    client.push(new PushReply(['server-cpu-usage', 42]))
    return 'Some real reply following the push reply'
  }
  return Object.hasOwn(VALUES, name) ? VALUES[name] : PROTOCOL_TYPE
}
