import { type ProfileName, type Profile, profileNamed } from '../command/profile.ts'
import { openTestEngine, type TestClient } from '../engine/engine.test-support.ts'
import { crc64 } from './crc64.ts'

export function clientOf(profile: ProfileName = '8.0'): TestClient {
  return openTestEngine({ profile: profileNamed(profile) as Profile }).client()
}

/** Bytes that are written in hex, as a binary string. */
export function fromHex(hex: string): string {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1')
}

/** The text of a bulk reply. */
export function bulk(reply: string): string {
  return reply.slice(reply.indexOf('\n') + 1, -2)
}

/** The elements of an array of bulk strings. */
export function words(reply: string): string {
  const lines = reply.split('\r\n').filter((line) => line !== '' && !/^[$*]/.test(line))
  return lines.join(' ')
}

/** A dump: what it holds, its version and its checksum. */
export function sealed(body: string, version = 9): string {
  const bytes = Buffer.from(`${body}${'\0'.repeat(10)}`, 'latin1')
  bytes.writeUInt16LE(version, body.length)
  const { low, high } = crc64(bytes, body.length + 2)
  bytes.writeUInt32LE(low, body.length + 2)
  bytes.writeUInt32LE(high, body.length + 6)
  return bytes.toString('latin1')
}

/** A short string with its length before it. */
export function short(text: string): string {
  return String.fromCharCode(text.length) + text
}

/** A ziplist of short texts and of integers from 0 to 12, as servers before 7.0 had it. */
export function ziplist(...entries: (string | number)[]): string {
  let body = ''
  let previous = 0
  let tail = 10
  for (const entry of entries) {
    tail = 10 + body.length
    const own = typeof entry === 'number' ? String.fromCharCode(0xf1 + entry) : short(entry)
    body += String.fromCharCode(previous) + own
    previous = own.length + 1
  }
  const header = Buffer.alloc(10)
  header.writeUInt32LE(body.length + 11, 0)
  header.writeUInt32LE(tail, 4)
  header.writeUInt16LE(entries.length, 8)
  return `${header.toString('latin1')}${body}\xff`
}

/** A listpack of short texts and of integers from 0 to 127. */
export function listpack(...elements: (string | number)[]): string {
  let body = ''
  for (const element of elements) {
    const own =
      typeof element === 'number'
        ? String.fromCharCode(element)
        : String.fromCharCode(0x80 | element.length) + element
    body += own + String.fromCharCode(own.length)
  }
  const header = Buffer.alloc(6)
  header.writeUInt32LE(body.length + 7, 0)
  header.writeUInt16LE(elements.length, 4)
  return `${header.toString('latin1')}${body}\xff`
}
