import { integer, option, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { readInteger } from '../../command/read-integer.ts'
import { NOT_A_FLOAT } from '../../command/errors/common.ts'
import { LOLWUT_USAGE } from '../../command/errors/server.ts'
import * as answer from '../../command/reply-types.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseDouble } from '../../kernel/numbers.ts'
import { VerbatimReply } from '../../resp/reply.ts'

/** Valkey 9 draws a Julia set. */
const JULIA = 9

/** A size and a constant to draw by, each of them in full or not at all. */
function readJulia(words: readonly string[]): void {
  if (words.length !== 0 && words.length !== 2 && words.length !== 4) throw LOLWUT_USAGE
  for (const word of words.slice(0, 2)) readInteger(word)
  for (const word of words.slice(2)) if (parseDouble(word) === null) throw NOT_A_FLOAT
}

export const lolwut: Command = defineCommand({
  name: 'lolwut',
  since: '5.0.0',
  group: 'server',
  summary: 'Draws something, and tells the version.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  effects: ['random'],
  args: { version: optional(option('VERSION', integer())) },
  reply: answer.bulk(),
  parse(argv, { profile }) {
    if (argv.length < 3 || upperAscii(argv[1]) !== 'VERSION') {
      const version = profile.quirks.lolwutVersion
      if (version === JULIA) readJulia(argv.slice(1))
      return { version }
    }
    const version = readInteger(argv[2])
    if (version === JULIA && profile.quirks.lolwutVersion === JULIA) readJulia(argv.slice(3))
    // These two take numbers to draw by.
    if (version === 5 || version === 6) for (const word of argv.slice(3)) readInteger(word)
    return { version }
  },
  run(context, { version = 0 }) {
    const isDrawn = version > 0 && [5, 6, context.profile.quirks.lolwutVersion].includes(version)
    const art = isDrawn ? drawing(context) : ''
    return new VerbatimReply('txt', art + versionLine(context, isDrawn))
  },
})

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

/** Valkey 9 leaves the space out where it draws nothing. */
function versionLine({ profile }: Context, isDrawn: boolean): string {
  if (!profile.quirks.lolwutSaysValkey) {
    return `Redis ver. ${profile.valkeyVersion ?? profile.redisVersion}\n`
  }
  return `Valkey ver.${isDrawn ? ' ' : ''}${profile.valkeyVersion}\n`
}
