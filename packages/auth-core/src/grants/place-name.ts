import type { RequestPlace, ResponsePlace } from '../token-operation.ts'

/** What a place is called there: the header, the query parameter, the member of the body. */
export function placeName(place: RequestPlace | ResponsePlace): string {
  return place.replace(/\$\w+\.\w+(\.|#\/)/, '')
}

export function isHeader(place: RequestPlace): boolean {
  return place.startsWith('$request.header.')
}
