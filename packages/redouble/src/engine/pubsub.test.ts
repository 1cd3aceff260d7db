import { describe, expect, test } from 'vitest'
import { openTestEngine } from './engine.test-support.ts'

describe('PUBLISH', () => {
  test('reaches channels first, then patterns, and counts each delivery', () => {
    const { client } = openTestEngine()
    const listener = client(3)
    listener.send('PSUBSCRIBE', 'n*', 'news')
    listener.send('SUBSCRIBE', 'news')
    expect(client().send('PUBLISH', 'news', 'x')).toBe(':3\r\n')
    expect(listener.received()).toBe(
      [
        '>3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\nx\r\n',
        '>4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$1\r\nx\r\n',
        '>4\r\n$8\r\npmessage\r\n$4\r\nnews\r\n$4\r\nnews\r\n$1\r\nx\r\n',
      ].join(''),
    )
  })

  test('each listener hears it in its own protocol', () => {
    const { client } = openTestEngine()
    const [old, modern] = [client(2), client(3)]
    old.send('SUBSCRIBE', 'c')
    modern.send('SUBSCRIBE', 'c')
    client().send('PUBLISH', 'c', 'x')
    expect(old.received()).toBe('*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n')
    expect(modern.received()).toBe('>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n')
  })

  test('sharded channels are a world of their own', () => {
    const { client } = openTestEngine()
    const listener = client(3)
    listener.send('SSUBSCRIBE', 'c')
    const other = client()
    expect(other.send('PUBLISH', 'c', 'x')).toBe(':0\r\n')
    expect(other.send('SPUBLISH', 'c', 'x')).toBe(':1\r\n')
    expect(listener.received()).toBe('>3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n$1\r\nx\r\n')
  })
})

test('a client that goes is heard of no more', () => {
  const { engine, client } = openTestEngine()
  const listener = client()
  listener.send('SUBSCRIBE', 'a')
  listener.close()
  const other = client()
  other.send('PSUBSCRIBE', 'a*')
  other.send('RESET')
  expect(other.send('PUBLISH', 'a', 'x')).toBe(':0\r\n')
  expect(other.send('PUBSUB', 'CHANNELS')).toBe('*0\r\n')
  expect(engine.pubsub.isIdle).toBe(true)
})
