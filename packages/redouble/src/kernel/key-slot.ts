/** Slots of a Redis Cluster. */
const SLOT_COUNT = 16384

/** CRC-16/XMODEM, byte by byte: polynomial 0x1021, nothing reflected, starting at 0. */
const TABLE: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})

/**
 * The cluster slot of a key: that of the text between the first `{` and the next `}` when there is
 * any, else of the whole key. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
 */
export function keySlot(key: string): number {
  const open = key.indexOf('{')
  if (open >= 0) {
    const close = key.indexOf('}', open + 1)
    if (close > open + 1) return crc16(key, open + 1, close) % SLOT_COUNT
  }
  return crc16(key, 0, key.length) % SLOT_COUNT
}

function crc16(bytes: string, start: number, end: number): number {
  let crc = 0
  for (let i = start; i < end; i++) {
    crc = ((crc << 8) ^ TABLE[(crc >> 8) ^ bytes.charCodeAt(i)]) & 0xffff
  }
  return crc
}
