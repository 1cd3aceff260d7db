import type { Context } from '../../command/context.ts'
import { COUNT_TOO_LOW, SYNTAX } from '../../command/errors/common.ts'
import {
  ANY_NEEDS_COUNT,
  BOX_NEGATIVE,
  HEIGHT_NOT_NUMERIC,
  MEMBER_NOT_DECODED,
  oneOfBy,
  oneOfFrom,
  RADIUS_NEGATIVE,
  RADIUS_NOT_NUMERIC,
  storeWithDetails,
  TOO_FEW_VERTICES,
  unknownMember,
  VERTICES_NOT_NUMERIC,
  WIDTH_NOT_NUMERIC,
} from '../../command/errors/geo.ts'
import { type Availability, isAvailable, type Profile } from '../../command/profile.ts'
import { readInteger } from '../../command/read-integer.ts'
import { type Point, pointOf } from '../../data/geohash.ts'
import { centerOf } from '../../data/geohash-polygon.ts'
import type { Shape } from '../../data/geohash-shape.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { cString, upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { parseScore } from '../sorted-sets/score-text.ts'

import { readPoint, readUnit } from './values.ts'

export const POLYGONS: Availability = { since: 'never', valkeySince: '9.0.0' }

/** How a command of the family is written. */
export interface SearchForm {
  /** From where the center and the radius stand before the options; null: among them. */
  readonly center: 'point' | 'member' | null
  /** GEOSEARCHSTORE names its destination first; GEORADIUS may name one among its options. */
  readonly store: 'first' | 'option' | 'never'
}

export interface SearchRequest {
  /** What was asked for, unless the key is absent. */
  shape: Shape | null
  /** Metres in the unit of distances. */
  unit: number
  withDistance: boolean
  withHash: boolean
  withCoordinates: boolean
  /** 0 for all. */
  count: number
  any: boolean
  order: 'asc' | 'desc' | null
  destination: string | null
  storesDistance: boolean
}

type Measures =
  | { readonly kind: 'circle'; readonly radius: number }
  | { readonly kind: 'box'; readonly width: number; readonly height: number }

/** Reads the words of a call in the servers' order; the set is there to look members up. */
export class SearchReader {
  readonly #argv: readonly string[]
  readonly #profile: Profile
  readonly #set: SortedSetValue | undefined
  readonly #form: SearchForm
  #center: Point | null = null
  /** FROMMEMBER was given, be it found or, without a set, not looked up. */
  #from: 'member' | 'point' | null = null
  #measures: Measures | null = null
  #vertices: Point[] | null = null
  readonly #request: SearchRequest = {
    shape: null,
    unit: 1,
    withDistance: false,
    withHash: false,
    withCoordinates: false,
    count: 0,
    any: false,
    order: null,
    destination: null,
    storesDistance: false,
  }

  constructor({ argv, profile }: Context, set: SortedSetValue | undefined, form: SearchForm) {
    this.#argv = argv
    this.#profile = profile
    this.#set = set
    this.#form = form
  }

  read(): SearchRequest {
    const { center, store } = this.#form
    const request = this.#request
    if (store === 'first') request.destination = this.#argv[1]
    if (center === 'point') {
      this.#center = readPoint(this.#argv, 2, this.#profile)
      this.#circle(4)
      this.#options(6)
    } else if (center === 'member') {
      // Without a set not even the radius is looked at.
      if (this.#set !== undefined) {
        this.#center = this.#member(this.#argv[2])
        this.#circle(3)
      }
      this.#options(5)
    } else this.#options(store === 'first' ? 3 : 2)
    this.#check()
    request.shape = this.#shape()
    if (request.count > 0 && request.order === null && !request.any) request.order = 'asc'
    return request
  }

  #options(first: number): void {
    for (let i = first; i < this.#argv.length; i++) i += this.#option(i)
  }

  /** Reads one option; how many words it has behind its name. */
  #option(at: number): number {
    const words = this.#argv.length - at - 1
    const request = this.#request
    switch (upperAscii(cString(this.#argv[at]))) {
      case 'WITHDIST':
        request.withDistance = true
        return 0
      case 'WITHHASH':
        request.withHash = true
        return 0
      case 'WITHCOORD':
        request.withCoordinates = true
        return 0
      case 'ANY':
        request.any = true
        return 0
      case 'ASC':
        request.order = 'asc'
        return 0
      case 'DESC':
        request.order = 'desc'
        return 0
      case 'COUNT':
        if (words < 1) throw SYNTAX
        request.count = readInteger(this.#argv[at + 1])
        if (request.count <= 0) throw COUNT_TOO_LOW
        return 1
      case 'STORE':
        return this.#store(at, words, false)
      case 'STOREDIST':
        return this.#store(at, words, true)
      default:
        if (this.#form.center !== null) throw SYNTAX
        return this.#searchOption(at, words)
    }
  }

  /** What only GEOSEARCH and GEOSEARCHSTORE have. */
  #searchOption(at: number, words: number): number {
    switch (upperAscii(cString(this.#argv[at]))) {
      case 'FROMMEMBER':
        if (words < 1 || this.#from === 'point' || this.#vertices !== null) throw SYNTAX
        this.#from = 'member'
        if (this.#set !== undefined) this.#center = this.#member(this.#argv[at + 1])
        return 1
      case 'FROMLONLAT':
        if (words < 2 || this.#from === 'member' || this.#vertices !== null) throw SYNTAX
        this.#from = 'point'
        this.#center = readPoint(this.#argv, at + 1, this.#profile)
        return 2
      case 'BYRADIUS':
        if (words < 2 || this.#measures?.kind === 'box' || this.#vertices !== null) throw SYNTAX
        this.#circle(at + 1)
        return 2
      case 'BYBOX':
        if (words < 3 || this.#measures?.kind === 'circle' || this.#vertices !== null) throw SYNTAX
        this.#box(at + 1)
        return 3
      case 'BYPOLYGON':
        if (!isAvailable(POLYGONS, this.#profile)) throw SYNTAX
        if (words < 1 || this.#measures !== null || this.#from !== null) throw SYNTAX
        return this.#polygon(at + 1)
      default:
        throw SYNTAX
    }
  }

  #store(at: number, words: number, storesDistance: boolean): number {
    const request = this.#request
    if (this.#form.store === 'first') {
      if (!storesDistance) throw SYNTAX
      request.storesDistance = true
      return 0
    }
    if (this.#form.store === 'never' || words < 1) throw SYNTAX
    request.destination = this.#argv[at + 1]
    request.storesDistance = storesDistance
    return 1
  }

  #member(member: string): Point {
    const score = this.#set?.score(member)
    if (score === undefined) {
      throw this.#profile.quirks.searchErrorsNameMore ? unknownMember(member) : MEMBER_NOT_DECODED
    }
    return pointOf(score)
  }

  #circle(at: number): void {
    const radius = parseScore(this.#argv[at], this.#profile, RADIUS_NOT_NUMERIC)
    if (radius < 0) throw RADIUS_NEGATIVE
    this.#request.unit = readUnit(this.#argv[at + 1])
    this.#measures = { kind: 'circle', radius }
  }

  #box(at: number): void {
    const width = parseScore(this.#argv[at], this.#profile, WIDTH_NOT_NUMERIC)
    const height = parseScore(this.#argv[at + 1], this.#profile, HEIGHT_NOT_NUMERIC)
    if (height < 0 || width < 0) throw BOX_NEGATIVE
    this.#request.unit = readUnit(this.#argv[at + 2])
    this.#measures = { kind: 'box', width, height }
  }

  #polygon(at: number): number {
    const count = parseInt64(this.#argv[at])
    if (count === null || count > 2 ** 31 - 1 || count < -(2 ** 31)) throw VERTICES_NOT_NUMERIC
    const words = 2 * Number(count)
    if (words < 6 || words > this.#argv.length - at - 1) throw TOO_FEW_VERTICES
    const vertices: Point[] = []
    for (let i = 1; i < words; i += 2) {
      vertices.push(readPoint(this.#argv, at + i, this.#profile))
    }
    this.#vertices = vertices
    return 1 + words
  }

  #check(): void {
    const { any, count, destination, withCoordinates, withDistance, withHash } = this.#request
    if (destination !== null && (withDistance || withHash || withCoordinates)) {
      throw storeWithDetails(
        this.#form.store === 'first' ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS',
      )
    }
    if (this.#form.center === null) {
      const command = cString(this.#argv[0])
      if (this.#from === null && this.#vertices === null) throw oneOfFrom(command)
      if (this.#measures === null && this.#vertices === null) {
        throw oneOfBy(command, isAvailable(POLYGONS, this.#profile))
      }
    }
    if (any && count === 0) throw ANY_NEEDS_COUNT
  }

  #shape(): Shape | null {
    const { unit } = this.#request
    const vertices = this.#vertices
    if (vertices !== null) return { kind: 'polygon', center: centerOf(vertices), vertices }
    const center = this.#center
    const measures = this.#measures
    if (center === null || measures === null) return null
    if (measures.kind === 'circle') {
      return { kind: 'circle', center, radius: measures.radius * unit }
    }
    const { width, height } = measures
    return { kind: 'box', center, width: width * unit, height: height * unit }
  }
}
