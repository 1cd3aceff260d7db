import type { Command } from '../command/define.ts'
import { lowerAscii } from '../kernel/bytes.ts'

const REDACTED = '(redacted)'
/** Directives whose values CONFIG SET keeps from the logs. */
const SECRET_DIRECTIVES = new Set([
  'requirepass',
  'masterauth',
  'primaryauth',
  'masteruser',
  'primaryuser',
  'tls-key-file-pass',
  'tls-client-key-file-pass',
])

/** The words of a call as MONITOR and SLOWLOG may show them: without passwords. */
export function redacted(command: Command, argv: readonly string[]): readonly string[] {
  switch (command.name) {
    case 'auth':
      return argv.map((word, i) => (i > 0 ? REDACTED : word))
    case 'hello':
      return withoutWordsAfter(argv, 'auth', 2)
    case 'migrate':
      return withoutWordsAfter(withoutWordsAfter(argv, 'auth', 1), 'auth2', 2)
    case 'config|set':
      return argv.map((word, i) =>
        i > 2 && i % 2 === 1 && SECRET_DIRECTIVES.has(lowerAscii(argv[i - 1])) ? REDACTED : word,
      )
    case 'acl|setuser':
      return argv.map((word, i) => (i > 1 ? REDACTED : word))
    default:
      return argv
  }
}

function withoutWordsAfter(argv: readonly string[], token: string, count: number): string[] {
  const out = [...argv]
  for (let i = 1; i < out.length; i++) {
    if (lowerAscii(out[i]) !== token) continue
    for (let j = i + 1; j <= i + count && j < out.length; j++) out[j] = REDACTED
    i += count
  }
  return out
}
