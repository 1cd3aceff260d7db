import { integer, option, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NOT_AN_INTEGER } from '../../command/errors/common.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { VerbatimReply } from '../../resp/reply.ts'

export const lolwut: Command = defineCommand({
  name: 'lolwut',
  since: '5.0.0',
  group: 'server',
  summary: 'Draws something, and tells the version.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { version: optional(option('VERSION', integer())) },
  parse({ 1: word, 2: version, length, ...argv }, { profile }) {
    if (length < 3 || upperAscii(word) !== 'VERSION') {
      return { version: profile.quirks.lolwutVersion }
    }
    const number = readInteger(version)
    if (number === 5 || number === 6) Object.values(argv).slice(1).forEach(readInteger)
    return { version: number }
  },
  run(context, { version }) {
    const isDrawn = version === 5 || version === 6 || version === context.profile.quirks.lolwutVersion
    return new VerbatimReply('txt', (isDrawn ? drawing(context) : '') + versionLine(context))
  },
})

function readInteger(word: string): number {
  const value = parseInt64(word)
  if (value === null) throw NOT_AN_INTEGER
  return Number(value)
}

/** Two people in profile, one of whom stands in for the other. */
function drawing({ random }: Context): string {
  const sky = Array.from({ length: 3 }, () =>
    Array.from({ length: 46 }, () => (random.below(14) === 0 ? '.' : ' ')).join(''),
  )
  return [
    ...sky,
    '          .--.                    .--.',
    '         /    \\                  / .. \\',
    '        |      >                <  ..  |',
    '         \\    /                  \\ .. /',
    '        .-`--`-.                .-`..`-.',
    '       /        \\              /  ....  \\',
    '      the original             the double',
    '',
    '',
  ].join('\n')
}

function versionLine({ profile }: Context): string {
  const { valkeyVersion, quirks } = profile
  const name = quirks.lolwutSaysValkey ? 'Valkey' : 'Redis'
  return `${name} ver. ${valkeyVersion ?? profile.redisVersion}\n`
}
