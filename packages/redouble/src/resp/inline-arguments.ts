const HEX = /^[0-9a-fA-F]{2}$/
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' }

function isSpace(char: string): boolean {
  return char === ' ' || (char >= '\t' && char <= '\r')
}

/** What ends a word; a vertical tab or a form feed only separates words. */
function endsWord(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t'
}

/**
 * Splits a line as Redis's sdssplitargs does: spaces separate, double quotes take escapes, single
 * quotes take `\'` only, and a closing quote must be followed by a space unless `quotesMayJoin`.
 * With `losesFf` bytes 0xff vanish unless they are written as an escape. Null when unbalanced.
 * redis.conf and inline commands share this grammar.
 */
export function splitInlineArguments(
  line: string,
  quotesMayJoin = false,
  losesFf = false,
): string[] | null {
  const out: string[] = []
  // Who lets quotes join does not look for an escape in the last two bytes.
  const escapeBytes = quotesMayJoin ? 2 : 1
  let i = 0
  for (;;) {
    while (i < line.length && isSpace(line[i])) i++
    // A NUL ends the line, as it ends the C string that Redis scans.
    if (i >= line.length || line[i] === '\0') return out
    let current = ''
    let quote = ''
    for (;;) {
      const char = i < line.length ? line[i] : '\0'
      if (char === '\0') {
        if (quote !== '') return null
        break
      }
      if (quote === '"') {
        if (char === '\\' && line[i + 1] === 'x' && HEX.test(line.slice(i + 2, i + 4))) {
          current += String.fromCharCode(Number.parseInt(line.slice(i + 2, i + 4), 16))
          i += 3
        } else if (char === '\\' && i + escapeBytes < line.length) {
          i++
          current += ESCAPES[line[i]] ?? line[i]
        } else if (char === '"') {
          quote = ''
          if (!quotesMayJoin) {
            if (i + 1 < line.length && !isSpace(line[i + 1])) return null
            i++
            break
          }
        } else if (!losesFf || char !== '\xff') current += char
      } else if (quote === "'") {
        if (char === '\\' && line[i + 1] === "'" && i + escapeBytes < line.length) {
          i++
          current += "'"
        } else if (char === "'") {
          quote = ''
          if (!quotesMayJoin) {
            if (i + 1 < line.length && !isSpace(line[i + 1])) return null
            i++
            break
          }
        } else if (!losesFf || char !== '\xff') current += char
      } else if (endsWord(char)) {
        break
      } else if (char === '"' || char === "'") {
        quote = char
      } else if (!losesFf || char !== '\xff') current += char
      i++
    }
    out.push(current)
  }
}
