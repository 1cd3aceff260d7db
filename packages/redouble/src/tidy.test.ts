import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Files that may be long, each with the reason in a comment beside it. */
const long: string[] = [
  // Generated: a method for each command.
  join('clients', 'direct', 'commands.generated.ts'),
]

test('a source file is read in one sitting: at most 400 lines', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const tooLong = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      !long.includes(file) &&
      readFileSync(join(import.meta.dirname, file), 'utf8')
        .trimEnd()
        .split('\n').length > 400,
  )
  expect(tooLong).toEqual([])
})
