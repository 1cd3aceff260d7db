import { describe, expect, test } from 'vitest'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

function ask(client: TestClient, line: string): string {
  return client.sendBytes(`${line}\r\n`)
}

function confirmation(word: string, channel: string, count: number): string {
  return `>3\r\n$${word.length}\r\n${word}\r\n$${channel.length}\r\n${channel}\r\n:${count}\r\n`
}

describe('confirmations', () => {
  test('come one by one, each with the count as it is by then', () => {
    const client = openTestEngine().client(3)
    expect(ask(client, 'SUBSCRIBE a b a')).toBe(
      confirmation('subscribe', 'a', 1) +
        confirmation('subscribe', 'b', 2) +
        confirmation('subscribe', 'a', 2),
    )
    expect(ask(client, 'PSUBSCRIBE x*')).toBe(confirmation('psubscribe', 'x*', 3))
    expect(ask(client, 'UNSUBSCRIBE none b')).toBe(
      confirmation('unsubscribe', 'none', 3) + confirmation('unsubscribe', 'b', 2),
    )
  })

  test('sharded channels are counted by themselves', () => {
    const client = openTestEngine().client(3)
    ask(client, 'SUBSCRIBE a')
    expect(ask(client, 'SSUBSCRIBE s')).toBe(confirmation('ssubscribe', 's', 1))
    expect(ask(client, 'SUNSUBSCRIBE')).toBe(confirmation('sunsubscribe', 's', 0))
  })

  test('leaving everything says so even when there was nothing to leave', () => {
    const client = openTestEngine().client(2)
    expect(ask(client, 'UNSUBSCRIBE')).toBe('*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n')
    expect(ask(client, 'PUNSUBSCRIBE')).toBe('*3\r\n$12\r\npunsubscribe\r\n$-1\r\n:0\r\n')
  })
})

test('PUBSUB tells who listens, patterns not counted among the channels', () => {
  const { client } = openTestEngine()
  const [one, two] = [client(), client()]
  ask(one, 'SUBSCRIBE news sport')
  ask(one, 'PSUBSCRIBE n*')
  ask(two, 'PSUBSCRIBE n*')
  ask(two, 'SSUBSCRIBE shard')
  const asking = client()
  expect(ask(asking, 'PUBSUB CHANNELS')).toBe('*2\r\n$4\r\nnews\r\n$5\r\nsport\r\n')
  expect(ask(asking, 'PUBSUB CHANNELS n?ws')).toBe('*1\r\n$4\r\nnews\r\n')
  expect(ask(asking, 'PUBSUB NUMSUB news none')).toBe(
    '*4\r\n$4\r\nnews\r\n:1\r\n$4\r\nnone\r\n:0\r\n',
  )
  expect(ask(asking, 'PUBSUB NUMPAT')).toBe(':1\r\n')
  expect(ask(asking, 'PUBSUB SHARDCHANNELS')).toBe('*1\r\n$5\r\nshard\r\n')
  expect(ask(asking, 'PUBSUB SHARDNUMSUB shard')).toBe('*2\r\n$5\r\nshard\r\n:1\r\n')
  expect(ask(asking, 'PUBSUB CHANNELS a b')).toBe(
    "-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.\r\n",
  )
})
