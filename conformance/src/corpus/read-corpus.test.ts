import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Program, toCli } from '../subjects/step.ts'
import { readCorpus } from './read-corpus.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const binary = fc.uint8Array().map((bytes) => String.fromCharCode(...bytes))
const step = fc.record({
  connection: fc.integer({ min: 0, max: 4 }),
  argv: fc.array(binary, { minLength: 1, maxLength: 4 }),
})
const programs = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1 })

test('programs are read as they were written, whatever their bytes', () => {
  fc.assert(
    fc.property(programs, (all: Program[]) => {
      const blocks = all.map((one) => `# what it reaches\n${one.map(toCli).join('\n')}\n`)
      writeFileSync(join(folder, 'a.txt'), blocks.join('\n'))
      expect(readCorpus(folder).map(({ program }) => program)).toEqual(all)
    }),
  )
})

test('a program is named by its file and line', () => {
  writeFileSync(join(folder, 'b.txt'), '# x\nPING\n\n# y\n@c2 ECHO "a b"\n')
  expect(readCorpus(folder)).toEqual([
    { name: 'b.txt:2', program: [{ connection: 0, argv: ['PING'] }] },
    { name: 'b.txt:5', program: [{ connection: 2, argv: ['ECHO', 'a b'] }] },
  ])
})
