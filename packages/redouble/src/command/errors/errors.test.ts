import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ErrorReply } from '../../resp/reply.ts'

const files = readdirSync(import.meta.dirname).filter((file) => !file.includes('.test.'))

test('an error text stands in one place', async () => {
  const places = new Map<string, string[]>()
  for (const file of files) {
    const module: Record<string, unknown> = await import(/* @vite-ignore */ `./${file}`)
    for (const [name, value] of Object.entries(module)) {
      if (!(value instanceof ErrorReply)) continue
      places.set(value.text, [...(places.get(value.text) ?? []), `${file}: ${name}`])
    }
  }
  expect(places.size).toBeGreaterThan(100)
  expect([...places].filter(([, names]) => names.length > 1)).toEqual([])
})
