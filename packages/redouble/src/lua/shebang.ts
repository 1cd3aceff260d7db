/** The first line of a script, `#!lua flags=no-writes,allow-oom`, read. */
export interface Shebang {
  /** The engine's name as written, `lua` when there is no shebang. */
  engine: string
  flags: string[]
  /** The reply's error text, with its code word, when the line is not valid. */
  error?: string
}

const FLAGS = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys']

/**
 * Reads the shebang line of an EVAL script. Undefined means that there is none, which to the
 * engine also means a script from before 7.0, with the looser rules of those.
 */
export function parseShebang(source: string, valkey = false): Shebang | undefined {
  if (!source.startsWith('#!')) return undefined
  const end = source.indexOf('\n')
  if (end < 0) return invalid('', 'Invalid script shebang')
  const words = splitWords(source.slice(0, end))
  if (words === undefined || words.length === 0) {
    return invalid('', 'Invalid engine in script shebang')
  }
  const first = words[0] as string
  const engine = first.slice(2)
  const known = valkey ? engine.toLowerCase() === 'lua' : engine === 'lua'
  if (!known) {
    if (valkey) return invalid(engine, `Could not find scripting engine '${engine}'`)
    return invalid(engine, `Unexpected engine in script shebang: ${first}`)
  }
  const flags: string[] = []
  for (const word of words.slice(1)) {
    if (!word.startsWith('flags=')) return invalid(engine, `Unknown lua shebang option: ${word}`)
    const list = word.slice('flags='.length)
    if (list === '') continue
    for (const flag of list.split(',')) {
      if (!FLAGS.includes(flag)) {
        return invalid(engine, `Unexpected flag in script shebang: ${flag}`)
      }
      flags.push(flag)
    }
  }
  return { engine, flags }
}

const invalid = (engine: string, text: string): Shebang => ({
  engine,
  flags: [],
  error: `ERR ${text}`,
})

/** Words as Redis's sdssplitargs cuts them, without the escapes; undefined on an open quote. */
function splitWords(line: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (const char of line) {
    if (quote !== '') {
      if (char === quote) quote = ''
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (quote !== '') return undefined
  if (word !== undefined) words.push(word)
  return words
}
