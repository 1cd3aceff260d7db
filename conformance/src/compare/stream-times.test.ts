import { describe, expect, test } from 'vitest'
import { agree } from './agree.ts'

const row = (idle: number, deliveries: number): string =>
  `*1\r\n*4\r\n$3\r\n1-1\r\n$1\r\nc\r\n:${idle}\r\n:${deliveries}\r\n`
const consumer = (idle: number, inactive: number, pending: number): string =>
  `*1\r\n%4\r\n$4\r\nname\r\n$1\r\nc\r\n$7\r\npending\r\n:${pending}\r\n$4\r\nidle\r\n:${idle}\r\n$8\r\ninactive\r\n:${inactive}\r\n`
const moment = (ms: number): string => `*1\r\n:${ms}\r\n`

describe('of consumer groups only times may differ', () => {
  test('idle times of XPENDING, not deliveries', () => {
    expect(agree(row(3, 1), row(40, 1), 'stream-times')).toBe(true)
    expect(agree(row(3, 1), row(90_000, 1), 'stream-times')).toBe(false)
    expect(agree(row(3, 1), row(3, 2), 'stream-times')).toBe(false)
  })

  test('idle times of consumers, not whether they were ever active, nor what is pending', () => {
    expect(agree(consumer(3, 5, 1), consumer(9, 2, 1), 'stream-times')).toBe(true)
    expect(agree(consumer(3, -1, 1), consumer(3, 0, 1), 'stream-times')).toBe(false)
    expect(agree(consumer(3, 5, 1), consumer(3, 5, 2), 'stream-times')).toBe(false)
  })

  test('moments, not small numbers', () => {
    expect(agree(moment(1795171022317), moment(1795171022974), 'stream-times')).toBe(true)
    expect(agree(moment(1795171022317), moment(1795171922974), 'stream-times')).toBe(false)
    expect(agree(moment(5), moment(6), 'stream-times')).toBe(false)
  })
})
