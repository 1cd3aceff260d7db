/** Where chance comes from. The engine holds one; tests give it a seed. */
export interface Random {
  /** An integer from 0 up to and without `bound`. */
  below(bound: number): number
  /** A fraction in [0, 1). */
  fraction(): number
  /** Lower-case hex digits, for run ids and the like. */
  hex(length: number): string
}

/** xoshiro128** by Blackman and Vigna (https://prng.di.unimi.it/), seeded through splitmix32. */
export class SeededRandom implements Random {
  #state: Uint32Array

  constructor(seed: number) {
    this.#state = new Uint32Array(4)
    let x = seed >>> 0
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) >>> 0
      let z = x
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
      this.#state[i] = z ^ (z >>> 15)
    }
  }

  #next(): number {
    const s = this.#state
    const times5 = Math.imul(s[1], 5)
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0
    const t = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = (s[3] << 11) | (s[3] >>> 21)
    return result
  }

  below(bound: number): number {
    return Math.floor(this.fraction() * bound)
  }

  fraction(): number {
    return (this.#next() * 2 ** 21 + (this.#next() >>> 11)) / 2 ** 53
  }

  hex(length: number): string {
    let out = ''
    while (out.length < length) out += this.#next().toString(16).padStart(8, '0')
    return out.slice(0, length)
  }
}

/** A seed from the process's own entropy, for runs that asked for none. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 32)
}
