import { expect, test } from 'vitest'
import { profileNamed } from '../command/profile.ts'
import type { Profile } from '../command/profile.ts'
import { dumpLibraries, loadLibraries } from './libraries-payload.ts'

const { quirks } = profileNamed('8.0') as Profile

function loaded(payload: string, profile = '8.0'): { sources: string[]; refusal: unknown } {
  const sources: string[] = []
  const dialect = (profileNamed(profile) as Profile).quirks
  const refusal = loadLibraries(payload, dialect, (source) => sources.push(source))
  return { sources, refusal }
}

test('what is dumped can be loaded', () => {
  const sources = ['#!lua name=a\n', `#!lua name=b\n${'-- x'.repeat(100)}`]
  for (const isCompressing of [true, false]) {
    const payload = dumpLibraries(sources, quirks, isCompressing)
    expect(loaded(payload)).toEqual({ sources, refusal: null })
  }
})

test('without libraries there is a footer only, as the servers write it', () => {
  expect(Buffer.from(dumpLibraries([], quirks, true), 'latin1').toString('hex')).toMatch(
    /^0c00.{16}$/,
  )
})

test('a changed byte, a newer version and a stump are refused', () => {
  const payload = dumpLibraries(['#!lua name=a\n'], quirks, true)
  const refusal = 'wrong version or checksum'
  expect(loaded(payload.replace('a\n', 'b\n')).refusal).toBe(refusal)
  expect(loaded(payload, '7.0').refusal).toBe(refusal)
  expect(loaded(payload.slice(1)).refusal).toBe(refusal)
  expect(loaded('').refusal).toBe(refusal)
})
