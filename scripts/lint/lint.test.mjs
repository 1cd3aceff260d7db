// Plants what the rules of the house forbid, and what they allow, and sees what oxlint says.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const dir = mkdtempSync(join(tmpdir(), 'house-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** The lines of these files that break a rule of the house, as 'file:line'. */
function lint(files) {
  const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'))
  config.jsPlugins = [join(root, 'scripts/lint/plugin.mjs')]
  config.categories = {}
  config.rules = {}
  writeFileSync(join(dir, '.oxlintrc.json'), JSON.stringify(config))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  const oxlint = join(root, 'node_modules/.bin/oxlint')
  const run = spawnSync(oxlint, ['--format', 'unix', ...Object.keys(files)], {
    cwd: dir,
    encoding: 'utf8',
  })
  if (run.stderr) throw new Error(run.stderr)
  const broken = run.stdout.split('\n').filter((line) => line.includes('/house('))
  return broken.map((line) => line.replace(`${dir}/`, '').split(':', 2).join(':'))
}

const every = (files) =>
  Object.entries(files).flatMap(([file, text]) =>
    text
      .trimEnd()
      .split('\n')
      .map((_, i) => `${file}:${i + 1}`),
  )

const src = 'packages/redouble/src'
test('time and chance are caught in each of their forms', () => {
  const files = {
    [`${src}/engine/globals.ts`]: `Date.now()
const { now } = Date
new Date()
Date()
performance.now()
process.hrtime()
process.hrtime.bigint()
Math.random()
const roll = Math.random
Math['random']()
setTimeout(() => {}, 1)
setInterval(() => {}, 1)
setImmediate(() => {})
const later = setTimeout
globalThis.setTimeout(() => {}, 1)
globalThis.Date.now()
crypto.randomUUID()
crypto.getRandomValues(new Uint8Array(1))
AbortSignal.timeout(1)
export function deep() { return [1].map(() => Date.now()) }
`,
    [`${src}/real/imports.ts`]: `import { setTimeout as wait } from 'node:timers/promises'
import { setImmediate } from 'timers'
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { hrtime } from 'node:process'
export const t = import('node:timers/promises')
`,
  }
  expect(lint(files).toSorted()).toEqual(every(files).toSorted())
  const whole = {
    [`${src}/cli/whole.ts`]: `import * as crypto from 'node:crypto'
export const id = () => crypto.randomUUID()
`,
  }
  expect(lint(whole)).toEqual([`${src}/cli/whole.ts:2`])
})

test('what only looks like time or chance is allowed, and so is the kernel', () => {
  const text = 'export const t = [Date.now(), setTimeout(() => {}, 1), Math.random()]\n'
  const files = {
    [`${src}/engine/fine.ts`]: `import type { setTimeout as T } from 'node:timers'
import { createHash } from 'node:crypto'
import { clock } from '../kernel/clock.ts'
export const a = [clock.now(), clock.setTimeout(() => {}), new Date(0), Math.floor(1.5)]
export const b = (setTimeout: () => void) => { setTimeout() }
export const c = { setTimeout: 1, Date: { now: 1 } }.setTimeout
export type D = ReturnType<typeof setTimeout> | typeof T
export const e = createHash('sha1')
export function f(performance: { now(): number }) { return performance.now() }
`,
    [`${src}/kernel/clock.ts`]: text,
    [`${src}/engine/fine.test.ts`]: text,
    'bench/src/main.ts': text,
    'conformance/src/main.ts': text,
    'examples/bullmq/src/main.ts': text,
  }
  expect(lint(files)).toEqual([])
})

test('imports go to the left only, whatever their form', () => {
  const groups = [['kernel'], ['resp'], ['data'], ['rdb'], ['command'], ['commands'], ['engine']]
  groups.push(
    ['lua', 'net', 'persistence', 'clients', 'control', 'explore'],
    ['real', 'testing', 'cli'],
  )
  const rank = (room) => groups.findIndex((group) => group.includes(room))
  const files = {}
  const wrong = []
  for (const from of groups.flat()) {
    const file = `${src}/${from}/x.ts`
    files[file] = groups
      .flat()
      .map((to) => `import '../${to}/y.ts'\n`)
      .join('')
    for (const [i, to] of groups.flat().entries()) {
      if (from !== to && rank(to) >= rank(from)) wrong.push(`${file}:${i + 1}`)
    }
    files[`${src}/${from}/deep/roof.ts`] = "import '../../redouble.ts'\nimport 'redouble/real'\n"
    wrong.push(`${src}/${from}/deep/roof.ts:1`, `${src}/${from}/deep/roof.ts:2`)
  }
  expect(lint(files).toSorted()).toEqual(wrong.toSorted())

  const forms = {
    [`${src}/commands/string/forms.ts`]: `import type { A } from '../../engine/a.ts'
export { b } from '../../engine/b.ts'
export * from '../../engine/c.ts'
export const d = import('../../engine/d.ts')
export type E = import('../../engine/e.ts').E
export * from '../../nowhere/a.ts'
export * from '../../../../../bench/src/main.ts'
export * from '../helper.test-support.ts'
`,
  }
  expect(lint(forms).toSorted()).toEqual(every(forms).toSorted())
  const roof = {
    [`${src}/index.ts`]: "export * from './cli/a.ts'\nexport * from './redouble.ts'\n",
    [`${src}/kernel/x.test.ts`]: "import '../index.ts'\n",
  }
  expect(lint(roof)).toEqual([])
})
