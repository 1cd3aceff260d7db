import { bytes, integer, optional } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { ACL_CATEGORIES, categoriesOf } from '../../command/describe/acl-categories.ts'
import { unknownSubcommandUse } from '../../command/errors/common.ts'
import { GENPASS_BITS, unknownCategory } from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { SHARED } from './shared.ts'

const GENPASS_MAX_BITS = 4096
const GENPASS_BITS_BY_DEFAULT = 256

export const aclCat: Command = defineCommand({
  ...SHARED,
  name: 'acl|cat',
  since: '6.0.0',
  summary: 'Lists the categories of commands, or the commands of one.',
  complexity: 'O(1) since the categories and commands are a fixed set.',
  args: { category: optional(bytes()) },
  reply: answer.array(answer.bulk()),
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    return { category: argv[2] }
  },
  run({ server }, { category }): Reply {
    if (category === undefined) return [...ACL_CATEGORIES]
    const wanted = lowerAscii(category)
    if (!ACL_CATEGORIES.includes(wanted)) throw unknownCategory(category)
    return [...server.commands.all()]
      .filter((command) => categoriesOf(command).includes(wanted))
      .map((command) => command.name)
  },
})

export const aclGenpass: Command = defineCommand({
  ...SHARED,
  name: 'acl|genpass',
  since: '6.0.0',
  summary: 'Makes a password of so many random bits.',
  complexity: 'O(1)',
  args: { bits: optional(integer()) },
  reply: answer.bulk(),
  effects: ['random'],
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    if (argv.length === 2) return { bits: GENPASS_BITS_BY_DEFAULT }
    const bits = readInt64(argv[2])
    if (bits < 1 || bits > GENPASS_MAX_BITS) throw GENPASS_BITS
    return { bits: Number(bits) }
  },
  run: ({ random }, { bits = GENPASS_BITS_BY_DEFAULT }) => random.hex(Math.ceil(bits / 4)),
})
